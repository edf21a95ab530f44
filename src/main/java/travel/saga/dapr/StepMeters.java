package travel.saga.dapr;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;

/** The meters of one step, counted where it runs: workflow code is replayed and cannot count. */
final class StepMeters {
  /** How an attempt ended. */
  enum Ending {
    DONE,
    REFUSED,
    FAULT;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<String> COMPENSATIONS =
      Set.of(
          FlightSteps.CANCEL_FLIGHT.name(),
          CarSteps.CANCEL_CAR.name(),
          PaymentSteps.REFUND_PAYMENT.name());

  private final Map<Ending, Timer> durations = new EnumMap<>(Ending.class);
  private final Map<Ending, Counter> compensations = new EnumMap<>(Ending.class);
  private final Counter retries;

  /** Makes the meters of a step visible from the start, at 0. */
  StepMeters(MeterRegistry registry, String step) {
    retries =
        Counter.builder("saga.step.retries")
            .description("Attempts of a step behind the first")
            .tag("step", step)
            .register(registry);
    for (Ending ending : Ending.values()) {
      durations.put(ending, duration(registry, step, ending));
      if (COMPENSATIONS.contains(step)) {
        compensations.put(ending, compensation(registry, step, ending));
      }
    }
  }

  void record(int attempt, Ending ending, Duration taken) {
    requireNonNull(durations.get(ending)).record(taken);
    if (attempt > 1) {
      retries.increment();
    }
    Counter compensation = compensations.get(ending);
    if (compensation != null) {
      compensation.increment();
    }
  }

  private static Timer duration(MeterRegistry registry, String step, Ending ending) {
    return Timer.builder("saga.step.duration")
        .description("Attempts of a step, by how they ended")
        .tag("step", step)
        .tag("outcome", ending.tag())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
  }

  private static Counter compensation(MeterRegistry registry, String step, Ending ending) {
    return Counter.builder("saga.compensations")
        .description("Attempts of a compensation, by how they ended")
        .tag("step", step)
        .tag("outcome", ending.tag())
        .register(registry);
  }
}
