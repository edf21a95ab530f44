package travel.saga.reservation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@code notify-success} and {@code notify-failure}: settle the record, then publish.
 *
 * @param handOver true inside the saga: a failed publish is handed to the {@code notification}
 *     workflow; false inside that workflow: it is a fault, and tried again
 * @param given what the sender had to undo; absent where that was everything
 * @param by the workflow that has ended; what it says of an open reservation for which another one
 *     has become responsible meanwhile is not heard. Absent where a person has undone something
 * @param settledAt when the outcome was settled; then it is only to be published, whatever has
 *     become of the reservation since
 */
public record NotifyRequest(
    ReservationId reservationId,
    Outcome outcome,
    @Nullable RunType runType,
    boolean handOver,
    @Nullable List<OpenCompensation> given,
    @Nullable WorkflowId by,
    @Nullable Instant settledAt) {

  /** The end of a workflow that had {@code given} to undo. */
  public static NotifyRequest ofEnd(
      WorkflowId by,
      ReservationId id,
      Outcome outcome,
      @Nullable RunType runType,
      List<OpenCompensation> given) {
    return new NotifyRequest(id, outcome, runType, true, given, by, null);
  }

  /** The end of a workflow that could not tell it. */
  static NotifyRequest ofDeath(ReservationId id, Outcome outcome, WorkflowId died) {
    return new NotifyRequest(id, outcome, null, false, null, died, null);
  }

  /** Something that a person has undone by hand. */
  static NotifyRequest ofHand(ReservationId id, Outcome outcome, OpenCompensation undone) {
    return new NotifyRequest(id, outcome, null, false, List.of(undone), null, null);
  }

  /**
   * The news of a reservation that could not be published at once.
   *
   * @param by the workflow that the news is about
   */
  public static NotifyRequest ofNews(
      Reservation settled, WorkflowId by, @Nullable RunType runType) {
    Outcome outcome =
        new Outcome(
            settled.status(), settled.bookings(), settled.reason(), settled.openCompensations());
    return new NotifyRequest(settled.id(), outcome, runType, false, null, by, settled.updatedAt());
  }

  /** What a person has undone by hand; absent where a workflow tells. */
  public Optional<OpenCompensation> byHand() {
    boolean said = by == null && settledAt == null && !handOver;
    return said && given != null && given.size() == 1
        ? Optional.of(given.get(0))
        : Optional.empty();
  }

  /**
   * The workflow that keeps announcing: one for each outcome, for one may follow another. It may
   * come to ATTENTION more than once, each time after another workflow; and who wants to settle by
   * hand may be too late, and is no news.
   */
  public WorkflowId notificationWorkflow() {
    WorkflowId outcomes = reservationId.notificationWorkflow(outcome.status());
    if (byHand().isPresent()) {
      return outcomes.with("by-hand");
    }
    return outcome.status() == ReservationStatus.ATTENTION
            && by != null
            && !by.equals(reservationId.saga())
        ? outcomes.with(by.tail())
        : outcomes;
  }
}
