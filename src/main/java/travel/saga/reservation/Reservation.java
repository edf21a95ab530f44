package travel.saga.reservation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The record of a reservation: the one place where its outcome is decided.
 *
 * @param trace where it was made, so that whatever carries it on belongs to the same trace, be that
 *     after a crash or years later; null where nothing was traced
 */
public record Reservation(
    ReservationId id,
    ReservationStatus status,
    Trip trip,
    Bookings bookings,
    @Nullable Reason reason,
    List<OpenCompensation> openCompensations,
    @Nullable Pursuit pursuit,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Trace trace) {

  public static Reservation pending(ReservationId id, Trip trip, Instant now) {
    return pending(id, trip, now, null);
  }

  static Reservation pending(ReservationId id, Trip trip, Instant now, @Nullable Trace trace) {
    return new Reservation(
        id, ReservationStatus.PENDING, trip, Bookings.NONE, null, List.of(), null, now, now, trace);
  }

  /** The workflow that carries the reservation on, or did last. */
  public WorkflowId workflow() {
    WorkflowId other = Pursuit.of(pursuit).workflow();
    return other == null ? id.saga() : other;
  }

  /**
   * All that book the trip or undo it, in the order in which they were made responsible for that:
   * the saga, those that went on with it, and then those that undo what it has taken, for nothing
   * goes on once something was undone. One may not have begun yet, or be forgotten by the engine.
   */
  public List<WorkflowId> workflows() {
    Pursuit so = Pursuit.of(pursuit);
    Stream<WorkflowId> reruns =
        IntStream.rangeClosed(1, so.reruns()).mapToObj(number -> WorkflowId.rerun(id, number));
    Stream<WorkflowId> undos =
        IntStream.rangeClosed(1, so.undos()).mapToObj(number -> WorkflowId.undo(id, number));
    return Stream.of(Stream.of(id.saga()), reruns, undos).flatMap(part -> part).toList();
  }

  /** Whether it is confirmed, or was before a cancel that another workflow than the saga serves. */
  public boolean wasConfirmed() {
    return status == ReservationStatus.CONFIRMED || Pursuit.of(pursuit).undoesConfirmation();
  }

  /** Whether a cancel was accepted, also while something cannot be undone. */
  public boolean wasCancelled() {
    return Pursuit.of(pursuit).cancelled();
  }

  /**
   * Whether it had come to ATTENTION, which counts as an outcome, before it came to be as it is.
   */
  public boolean wasStuckBefore() {
    return Pursuit.of(pursuit).timesStuck() > (status == ReservationStatus.ATTENTION ? 1 : 0);
  }

  /**
   * The record after a workflow has ended with {@code outcome}, or this very record where it has
   * been decided otherwise before: a cancel that came first wins over a confirmation, and an ended
   * reservation stays as it is. ATTENTION ends when everything has been undone after all.
   *
   * @param given what the workflow had to undo; null for everything, as a saga has
   */
  public Reservation settle(Outcome outcome, @Nullable List<OpenCompensation> given, Instant now) {
    return switch (status) {
      case PENDING -> settlePending(outcome, now);
      case CANCELLING -> settleCancelling(outcome, now);
      case ATTENTION -> settleAttention(outcome, given, now);
      case CONFIRMED, REJECTED, CANCELLED -> this;
    };
  }

  /** The record after its saga has ended. */
  public Reservation settle(Outcome outcome, Instant now) {
    return settle(outcome, null, now);
  }

  /**
   * The record once a cancel is accepted. A saga that runs sees it, at the latest when it wants to
   * confirm, and undoes what it has taken; for a confirmed reservation {@link #workflow} is now the
   * one that does. This very record where a cancel was accepted before, or there is nothing to
   * cancel.
   */
  public Reservation cancel(Instant now) {
    Pursuit before = Pursuit.of(pursuit);
    return switch (status) {
      case PENDING ->
          with(ReservationStatus.CANCELLING, openCompensations, before.withCancel(), now);
      case CONFIRMED -> {
        Pursuit undone = before.withCancel().withUndo();
        WorkflowId undo = WorkflowId.undo(id, undone.undos());
        yield with(ReservationStatus.CANCELLING, openCompensations, undone.by(undo), now);
      }
      case CANCELLING, CANCELLED, REJECTED, ATTENTION -> this;
    };
  }

  /** Whether {@link #cancel} changes anything. */
  public boolean canBeCancelled() {
    return cancel(updatedAt) != this;
  }

  /** The work of {@link #workflow}, where that is not a saga but undoes a confirmed reservation. */
  Optional<Undoing> undoing() {
    WorkflowId workflow = workflow();
    return workflow.undoes()
        ? Optional.of(new Undoing(workflow, id, Subject.allOf(id), undone(bookings), trace))
        : Optional.empty();
  }

  /** The compensation of that wire name, where it is open at ATTENTION. */
  public Optional<OpenCompensation> open(String compensation) {
    return status == ReservationStatus.ATTENTION
        ? openCompensations.stream().filter(open -> open.name().equals(compensation)).findFirst()
        : Optional.empty();
  }

  /**
   * The record once {@code open} is to be tried again, by a workflow of its own; it stays at
   * ATTENTION meanwhile. This very record where it is being tried already, or is not open any more.
   */
  Reservation retry(OpenCompensation open, Instant now) {
    if (open.retriedBy() != null || !openCompensations.contains(open)) {
      return this;
    }
    Pursuit next = Pursuit.of(pursuit).withUndo();
    OpenCompensation retried = open.retriedBy(WorkflowId.undo(id, next.undos()));
    return with(status, replaced(open, retried), next, now);
  }

  /**
   * The record once the workflow that tried {@code open} is known to have ended before its time.
   */
  Reservation giveUpRetry(OpenCompensation open, Instant now) {
    return openCompensations.contains(open)
        ? with(status, replaced(open, open.retriedBy(null)), Pursuit.of(pursuit), now)
        : this;
  }

  /** The work of the workflow that tries {@code open} again. */
  Optional<Undoing> undoing(OpenCompensation open) {
    return Optional.ofNullable(open.retriedBy())
        .map(workflow -> new Undoing(workflow, id, List.of(open), undone(bookings), trace));
  }

  /** What it is once a person has undone {@code open} by hand and nothing else is open. */
  Outcome undoneByHand(OpenCompensation open) {
    return undone(bookingsWithout(open));
  }

  /**
   * The record once a person has undone {@code open} by hand. This very record where it is not open
   * any more, or is being tried again: who settles and who retries meet here, and the first wins.
   */
  public Reservation settleByHand(OpenCompensation open, Instant now) {
    if (status != ReservationStatus.ATTENTION
        || open.retriedBy() != null
        || !openCompensations.contains(open)) {
      return this;
    }
    List<OpenCompensation> left =
        openCompensations.stream().filter(other -> !other.equals(open)).toList();
    ReservationStatus next = left.isEmpty() ? undoneStatus() : ReservationStatus.ATTENTION;
    Pursuit after = Pursuit.of(pursuit).withSettled(open.name());
    Bookings rest = bookingsWithout(open);
    return new Reservation(id, next, trip, rest, reason, left, after, createdAt, now, trace);
  }

  /** Whether a person has done the compensation of that wire name by hand. */
  boolean isSettledByHand(String compensation) {
    return Pursuit.of(pursuit).hasSettled(compensation);
  }

  private Bookings bookingsWithout(OpenCompensation open) {
    return Subject.undoneBy(open.name()).map(subject -> subject.undone(bookings)).orElse(bookings);
  }

  /**
   * The record once another workflow, which is {@link #workflow} then, has become responsible for
   * booking the trip: one whose workflow is dead, while nothing has been undone. This very record
   * in any other state.
   *
   * @param source what the new workflow goes on from
   */
  public Reservation rerun(Rerun source, Instant now) {
    return canBeRerun()
        ? new Reservation(
            id,
            ReservationStatus.PENDING,
            trip,
            bookings,
            null,
            List.of(),
            Pursuit.of(pursuit).withRerun(id, source),
            createdAt,
            now,
            trace)
        : this;
  }

  /** Whether nothing was undone or decided, so that another workflow can go on with it. */
  public boolean canBeRerun() {
    return status == ReservationStatus.PENDING
        || (status == ReservationStatus.ATTENTION
            && openCompensations.equals(Subject.allOf(id))
            && Pursuit.of(pursuit).undos() == 0
            && !wasCancelled());
  }

  /** What {@link #workflow} goes on from, where the reservation is open and it is a rerun. */
  public Optional<Rerun> rerun() {
    return status.isOpen() ? Optional.ofNullable(Pursuit.of(pursuit).rerun()) : Optional.empty();
  }

  /**
   * The record once the engine has refused to begin {@code refused}: as it was before that became
   * responsible. This very record where it is not responsible any more.
   */
  Reservation withoutRerun(WorkflowId refused, Instant now) {
    Rerun source = Pursuit.of(pursuit).rerun();
    if (source == null || !status.isOpen() || !workflow().equals(refused)) {
      return this;
    }
    WorkflowId dead = source.from();
    Pursuit before = Pursuit.of(pursuit).by(dead.equals(id.saga()) ? null : dead);
    Reservation unsettled = with(status, openCompensations, before, now);
    boolean stoodAtAttention =
        status == ReservationStatus.PENDING && before.stuckAfter(dead).isPresent();
    return stoodAtAttention
        ? unsettled.settled(ReservationStatus.ATTENTION, DeadSaga.outcome(unsettled), now)
        : unsettled;
  }

  /**
   * What is taken while a workflow runs, as the workflow tells it; the record itself has it at the
   * end. One that has told nothing yet changes nothing.
   */
  public Reservation withProgress(Bookings progress) {
    return progress.equals(Bookings.NONE) ? this : withBookings(progress);
  }

  /** When the end of that workflow brought it to ATTENTION, whatever has become of it since. */
  public Optional<Instant> stuckAfter(WorkflowId ended) {
    return Pursuit.of(pursuit).stuckAfter(ended).map(Stuck::at);
  }

  /** The reservation as {@code outcome} left it, whatever has become of it since. */
  public Reservation as(Outcome outcome, Instant settledAt) {
    return settled(outcome.status(), outcome, settledAt);
  }

  private Reservation settlePending(Outcome outcome, Instant now) {
    return switch (outcome.status()) {
      case CONFIRMED, REJECTED, CANCELLED -> settled(outcome.status(), outcome, now);
      case ATTENTION -> stuck(outcome, now);
      case PENDING, CANCELLING -> this;
    };
  }

  private Reservation settleCancelling(Outcome outcome, Instant now) {
    return switch (outcome.status()) {
      case REJECTED, CANCELLED -> settled(ReservationStatus.CANCELLED, outcome, now);
      case ATTENTION -> stuck(outcome, now);
      case CONFIRMED, PENDING, CANCELLING -> this;
    };
  }

  private Reservation stuck(Outcome outcome, Instant now) {
    Pursuit before = Pursuit.of(pursuit);
    Pursuit after =
        before.stuckAfter(workflow()).isPresent()
            ? before
            : before.withStuck(new Stuck(workflow(), now));
    return with(status, openCompensations, after, now)
        .settled(ReservationStatus.ATTENTION, outcome, now);
  }

  /**
   * Takes off the list what was undone, and puts nothing on it: what is not there any more was
   * undone by somebody else meanwhile.
   */
  private Reservation settleAttention(
      Outcome outcome, @Nullable List<OpenCompensation> given, Instant now) {
    return switch (outcome.status()) {
      case REJECTED, CANCELLED, ATTENTION -> {
        List<OpenCompensation> left =
            openCompensations.stream().flatMap(open -> open.leftBy(outcome, given)).toList();
        ReservationStatus next = left.isEmpty() ? undoneStatus() : ReservationStatus.ATTENTION;
        Reason why = outcome.reason() == null ? reason : outcome.reason();
        Outcome merged = new Outcome(next, bookings.and(outcome.bookings()), why, left);
        yield left.equals(openCompensations) ? this : settled(next, merged, now);
      }
      case CONFIRMED, PENDING, CANCELLING -> this;
    };
  }

  private Outcome undone(Bookings left) {
    return new Outcome(undoneStatus(), left, reason, List.of());
  }

  private ReservationStatus undoneStatus() {
    return wasCancelled() ? ReservationStatus.CANCELLED : ReservationStatus.REJECTED;
  }

  private List<OpenCompensation> replaced(OpenCompensation before, OpenCompensation after) {
    return openCompensations.stream().map(open -> open.equals(before) ? after : open).toList();
  }

  private Reservation with(
      ReservationStatus next, List<OpenCompensation> open, Pursuit nextPursuit, Instant now) {
    return new Reservation(
        id, next, trip, bookings, reason, open, nextPursuit, createdAt, now, trace);
  }

  private Reservation withBookings(Bookings taken) {
    return new Reservation(
        id, status, trip, taken, reason, openCompensations, pursuit, createdAt, updatedAt, trace);
  }

  private Reservation settled(ReservationStatus next, Outcome outcome, Instant now) {
    return new Reservation(
        id,
        next,
        trip,
        outcome.bookings(),
        outcome.reason(),
        outcome.openCompensations(),
        pursuit,
        createdAt,
        now,
        trace);
  }
}
