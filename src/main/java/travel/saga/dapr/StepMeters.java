package travel.saga.dapr;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;

/** The meters of steps, counted where they run: workflow code is replayed and cannot count. */
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

  private final MeterRegistry registry;

  StepMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Makes the meters of a step visible from the start, at 0. */
  void register(String step) {
    retries(step);
    for (Ending ending : Ending.values()) {
      duration(step, ending);
      if (COMPENSATIONS.contains(step)) {
        compensations(step, ending);
      }
    }
  }

  void record(String step, int attempt, Ending ending, Duration taken) {
    duration(step, ending).record(taken);
    if (attempt > 1) {
      retries(step).increment();
    }
    if (COMPENSATIONS.contains(step)) {
      compensations(step, ending).increment();
    }
  }

  private Timer duration(String step, Ending ending) {
    return Timer.builder("saga.step.duration")
        .description("Attempts of a step, by how they ended")
        .tag("step", step)
        .tag("outcome", ending.tag())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
  }

  private Counter retries(String step) {
    return Counter.builder("saga.step.retries")
        .description("Attempts of a step behind the first")
        .tag("step", step)
        .register(registry);
  }

  private Counter compensations(String step, Ending ending) {
    return Counter.builder("saga.compensations")
        .description("Attempts of a compensation, by how they ended")
        .tag("step", step)
        .tag("outcome", ending.tag())
        .register(registry);
  }
}
