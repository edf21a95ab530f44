package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is said before a step is run at all: the refusals of the demo, the end of a forward path
 * whose reservation is being cancelled, and that what is confirmed is not undone. The first attempt
 * of what takes something is not asked about, so that the way of most reservations costs nothing;
 * the record tells at the end anyway.
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
    if (Subject.undoneBy(step).isPresent()) {
      return status(call.reservationId()).thenApply(now -> now.flatMap(StepGate::confirmed));
    }
    return call.forward() && call.attempt() > 1
        ? Stages.orElse(
            status(call.reservationId()).thenApply(now -> now.flatMap(StepGate::cancelled)),
            unknown -> Optional.empty())
        : Stages.of(Optional.empty());
  }

  private CompletionStage<Optional<ReservationStatus>> status(ReservationId id) {
    return reservations
        .find(id)
        .thenApply(found -> found.map(stored -> stored.reservation().status()));
  }

  private static Optional<Refusal> cancelled(ReservationStatus now) {
    return now == ReservationStatus.CANCELLING
        ? Optional.of(new Refusal(Reason.CANCELLED, "The reservation was cancelled."))
        : Optional.empty();
  }

  /**
   * A start that arrives after the saga has ended lets it run again, and fail where it has
   * succeeded before. Whoever is entitled to undo a confirmed one has made it CANCELLING first.
   */
  private static Optional<Refusal> confirmed(ReservationStatus now) {
    return now == ReservationStatus.CONFIRMED
        ? Optional.of(
            new Refusal("confirmed", "The reservation is confirmed: only a cancel undoes it."))
        : Optional.empty();
  }
}
