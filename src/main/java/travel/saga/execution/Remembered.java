package travel.saga.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What costs some work to find out, and may be a little old. */
final class Remembered<T> {
  private final Supplier<CompletionStage<T>> source;
  private final Duration time;
  private final Clock clock;
  private @Nullable Known<T> last;

  private record Known<T>(CompletableFuture<T> answer, Instant until) {
    boolean holds(Instant now) {
      return now.isBefore(until) && !answer.isCompletedExceptionally();
    }
  }

  Remembered(Supplier<CompletionStage<T>> source, Duration time, Clock clock) {
    this.source = source;
    this.time = time;
    this.clock = clock;
  }

  synchronized CompletionStage<T> get() {
    Instant now = clock.instant();
    Known<T> known = last;
    if (known == null || !known.holds(now)) {
      known = new Known<>(source.get().toCompletableFuture(), now.plus(time));
      last = known;
    }
    return known.answer();
  }
}
