package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is said before a step is run at all: the refusals of the demo, and the end of a forward path
 * whose reservation is being cancelled. A first attempt is never asked about the latter, so that
 * the way of most reservations costs nothing; the record tells at the end anyway.
 */
@ApplicationScoped
public class StepGate {
  private final Reservations reservations;

  public StepGate(Reservations reservations) {
    this.reservations = reservations;
  }

  /**
   * @param step its wire name
   * @return empty where the step is to run
   */
  public CompletionStage<Optional<Refusal>> refusal(String step, StepCall call) {
    if (call.demoRefusal()) {
      return Stages.of(
          Optional.of(new Refusal("demo", "The demo's run_type lets " + step + " refuse.")));
    }
    return call.forward() && call.attempt() > 1
        ? Stages.orElse(cancelled(call.reservationId()), unknown -> Optional.empty())
        : Stages.of(Optional.empty());
  }

  private CompletionStage<Optional<Refusal>> cancelled(ReservationId id) {
    return reservations
        .find(id)
        .thenApply(
            found ->
                found
                    .filter(stored -> stored.reservation().status() == ReservationStatus.CANCELLING)
                    .map(
                        cancelling ->
                            new Refusal(Reason.CANCELLED, "The reservation was cancelled.")));
  }
}
