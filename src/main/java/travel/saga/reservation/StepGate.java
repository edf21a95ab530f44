package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is said before a step is run at all: the refusals of the demo, the end of a forward path
 * whose reservation is being cancelled, and that neither what is confirmed is undone nor what was
 * undone by hand. The first attempt of what takes something is not asked about, so that the way of
 * most reservations costs nothing; the record tells at the end anyway.
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
      return record(call.reservationId())
          .thenApply(found -> found.flatMap(record -> undone(record, step)));
    }
    return call.forward() && call.attempt() > 1
        ? Stages.orElse(
            record(call.reservationId()).thenApply(found -> found.flatMap(StepGate::cancelled)),
            unknown -> Optional.empty())
        : Stages.of(Optional.empty());
  }

  private CompletionStage<Optional<Reservation>> record(ReservationId id) {
    return reservations.find(id).thenApply(found -> found.map(Reservations.Stored::reservation));
  }

  private static Optional<Refusal> cancelled(Reservation record) {
    return record.status() == ReservationStatus.CANCELLING
        ? Optional.of(new Refusal(Reason.CANCELLED, "The reservation was cancelled."))
        : Optional.empty();
  }

  /**
   * A start that arrives after the saga has ended lets it run again, and fail where it has
   * succeeded before. Whoever is entitled to undo a confirmed one has made it CANCELLING first.
   * What a person has done by hand is not done again by a retry that arrives late.
   */
  private static Optional<Refusal> undone(Reservation record, String compensation) {
    if (record.status() == ReservationStatus.CONFIRMED) {
      return Optional.of(
          new Refusal("confirmed", "The reservation is confirmed: only a cancel undoes it."));
    }
    return record.isSettledByHand(compensation)
        ? Optional.of(new Refusal("settled", "A person has done " + compensation + " by hand."))
        : Optional.empty();
  }
}
