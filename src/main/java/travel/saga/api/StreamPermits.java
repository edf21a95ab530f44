package travel.saga.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many streams of events are open here, those included that are being opened. */
@Singleton
class StreamPermits {
  private final int limit;
  private final AtomicInteger taken = new AtomicInteger();

  @Inject
  StreamPermits(ApiConfig config) {
    this(config.eventsLimit());
  }

  StreamPermits(int limit) {
    this.limit = limit;
  }

  /** How many there are. */
  int taken() {
    return taken.get();
  }

  /** Empty where as many are taken as may be. */
  Optional<Permit> take() {
    int before = taken.getAndUpdate(count -> count < limit ? count + 1 : count);
    return before < limit ? Optional.of(new Permit()) : Optional.empty();
  }

  /** For one stream, from before it is opened. */
  final class Permit {
    private final AtomicBoolean given = new AtomicBoolean();

    private Permit() {}

    /** When it is over, or was not opened after all; once more has no effect. */
    void giveBack() {
      if (given.compareAndSet(false, true)) {
        taken.decrementAndGet();
      }
    }
  }
}
