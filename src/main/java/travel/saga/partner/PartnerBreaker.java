package travel.saga.partner;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import travel.saga.partner.PartnerMeters.Ending;
import travel.saga.reservation.PostponedException;
import travel.saga.reservation.StepResult;

/**
 * Bounds the time of each call, and leaves a partner alone whose calls mostly end in faults. A
 * refusal is an answer: it counts for the partner.
 */
final class PartnerBreaker {
  private static final Logger LOG = Logger.getLogger(PartnerBreaker.class);

  private final String partner;
  private final PartnerSettings settings;
  private final PartnerMeters meters;
  private final Guard guard;
  private volatile long openedAtNanos = System.nanoTime();

  PartnerBreaker(String partner, PartnerSettings settings, PartnerMeters meters) {
    this.partner = partner;
    this.settings = settings;
    this.meters = meters;
    PartnersConfig.Breaker breaker = settings.breaker();
    this.guard =
        Guard.create()
            .withDescription(partner + "-partner")
            .withTimeout()
            .duration(settings.timeout().toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(breaker.calls())
            .failureRatio(breaker.failureRatio())
            .delay(breaker.delay().toMillis(), ChronoUnit.MILLIS)
            .onStateChange(this::changed)
            .done()
            .build();
  }

  /**
   * Runs the call on this thread, and interrupts it when it takes too long.
   *
   * @throws PartnerFaultException its own, or that it took too long
   * @throws PostponedException when it was not made
   */
  <T> StepResult<T> call(Callable<StepResult<T>> call) {
    Ending ending = Ending.FAULT;
    try {
      StepResult<T> result = guard.call(call, new TypeLiteral<StepResult<T>>() {});
      ending = result instanceof StepResult.Refused ? Ending.REFUSED : Ending.DONE;
      return result;
    } catch (CircuitBreakerOpenException prevented) {
      ending = Ending.PREVENTED;
      throw new PostponedException(
          leftAlone(),
          "the %s partner is left alone for now: too many calls failed".formatted(partner));
    } catch (TimeoutException late) {
      throw new PartnerFaultException(
          "the %s partner did not answer within %d ms"
              .formatted(partner, settings.timeout().toMillis()));
    } catch (RuntimeException fault) {
      throw fault;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new PartnerFaultException(
          "the call to the %s partner was interrupted; its effect is unknown".formatted(partner));
    } catch (Exception e) {
      throw new IllegalStateException("calls throw no other checked exceptions", e);
    } finally {
      meters.count(ending);
    }
  }

  /** How long no call is made yet; behind that one is under way, and decides within its time. */
  private Duration leftAlone() {
    Duration left =
        settings.breaker().delay().minus(Duration.ofNanos(System.nanoTime() - openedAtNanos));
    return left.toMillis() > 0 ? left : settings.timeout();
  }

  private void changed(CircuitBreakerState state) {
    meters.breaker(state);
    switch (state) {
      case OPEN -> {
        openedAtNanos = System.nanoTime();
        LOG.warnf(
            "The %s partner is left alone for %d ms: too many calls failed",
            partner, settings.breaker().delay().toMillis());
      }
      case HALF_OPEN -> LOG.infof("The %s partner is tried with the next call", partner);
      case CLOSED -> LOG.infof("The %s partner answers again", partner);
    }
  }
}
