package travel.saga.partner;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

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
  private final AtomicReference<CircuitBreakerState> breaker =
      new AtomicReference<>(CircuitBreakerState.CLOSED);

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
    gauge(partner, "partner.breaker.open", CircuitBreakerState.OPEN)
        .description("1 while this process leaves the partner alone: no call is made")
        .register(registry);
    gauge(partner, "partner.breaker.half.open", CircuitBreakerState.HALF_OPEN)
        .description("1 from then on until a call decides; stays 1 while there is none")
        .register(registry);
  }

  void count(Ending ending) {
    requireNonNull(calls.get(ending)).increment();
  }

  /**
   * That the breaker is half open is told by a timer, and may come when the call that follows has
   * closed it already.
   */
  void breaker(CircuitBreakerState next) {
    breaker.updateAndGet(
        now ->
            next == CircuitBreakerState.HALF_OPEN && now != CircuitBreakerState.OPEN ? now : next);
  }

  private Gauge.Builder<AtomicReference<CircuitBreakerState>> gauge(
      String partner, String name, CircuitBreakerState state) {
    return Gauge.builder(name, breaker, now -> now.get() == state ? 1 : 0).tag("partner", partner);
  }
}
