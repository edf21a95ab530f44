package travel.saga.partner;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of one partner, present from the start. */
final class PartnerMeters {
  /** How a call ended. */
  enum Ending {
    DONE,
    REFUSED,
    FAULT,
    /** Not made, since the breaker was open. */
    PREVENTED
  }

  private final Map<Ending, Counter> calls = new EnumMap<>(Ending.class);
  private volatile boolean breakerOpen;

  PartnerMeters(MeterRegistry registry, String partner) {
    for (Ending ending : Ending.values()) {
      calls.put(
          ending,
          Counter.builder("partner.calls")
              .description("Calls of a partner over HTTP, by how they ended")
              .tag("partner", partner)
              .tag("outcome", ending.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    Gauge.builder("partner.breaker.open", this, meters -> meters.breakerOpen ? 1 : 0)
        .description("1 while this process leaves the partner alone, or tries it with one call")
        .tag("partner", partner)
        .register(registry);
  }

  void count(Ending ending) {
    requireNonNull(calls.get(ending)).increment();
  }

  void breakerOpen(boolean open) {
    breakerOpen = open;
  }
}
