package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Stages;
import travel.saga.reservation.WorkflowId;

/**
 * Lets a new execution go on where a dead saga came to its end, with the same keys, so that nothing
 * is done twice. Only while nothing has been undone: a key that was undone can never be used again.
 */
@ApplicationScoped
public class ExecutionReruns {
  private static final Set<ExecutionStatus> DEAD =
      Set.of(ExecutionStatus.FAILED, ExecutionStatus.TERMINATED);

  private final ExecutionLookup lookup;
  private final ExecutionControl control;
  private final Reservations reservations;
  private final Clock clock;

  public ExecutionReruns(
      ExecutionLookup lookup, ExecutionControl control, Reservations reservations, Clock clock) {
    this.lookup = lookup;
    this.control = control;
    this.reservations = reservations;
    this.clock = clock;
  }

  /**
   * Fails with {@link NoSuchExecutionException}, and with {@link ExecutionRefusedException} when
   * the execution cannot be rerun, or not from there.
   *
   * @param step the wire name of one that had begun; null for the newest
   * @return how the new execution stands
   */
  public CompletionStage<ExecutionSummary> rerun(String id, @Nullable String step) {
    return lookup
        .existing(id)
        .thenCompose(
            found -> {
              Reservation reservation = requireDeadSaga(found);
              int eventId = beginning(found.execution().steps(), step);
              return passOn(reservation, new WorkflowId(id))
                  .thenCompose(rerun -> begin(id, rerun.value(), eventId));
            });
  }

  /** Whatever the engine says: one that is there has begun, here or by somebody quicker. */
  private CompletionStage<ExecutionSummary> begin(String id, String newId, int eventId) {
    return control
        .rerun(id, newId, eventId)
        .handle((begun, failure) -> Optional.ofNullable(failure))
        .thenCompose(
            failure ->
                lookup
                    .find(newId)
                    .thenApply(
                        found -> found.orElseThrow(() -> failed(failure, newId)).execution()))
        .thenApply(Execution::summary);
  }

  private static CompletionException failed(Optional<Throwable> failure, String newId) {
    return new CompletionException(failure.map(Stages::cause).orElseGet(() -> notYet(newId)));
  }

  /** The record says already that it carries the reservation on. */
  private static EngineUnavailableException notYet(String newId) {
    return new EngineUnavailableException("the engine has not begun " + newId + " yet", null);
  }

  private static Reservation requireDeadSaga(ExecutionDetail found) {
    ExecutionSummary summary = found.execution().summary();
    if (!DEAD.contains(summary.status())) {
      throw new ExecutionRefusedException(
          "The execution is %s. One that has FAILED or was TERMINATED can be rerun."
              .formatted(summary.status()));
    }
    if (found.execution().steps().stream().anyMatch(StepRun::compensation)) {
      throw new ExecutionRefusedException(
          "Something has been undone already, and a key that was undone can never be used again."
              + " Retry or settle the open compensations instead.");
    }
    return found
        .reservation()
        .filter(reservation -> reservation.workflows().contains(new WorkflowId(summary.id())))
        .orElseThrow(
            () -> new ExecutionRefusedException("The execution is not one that books a trip."));
  }

  /** From the first attempt, so that the step has all of its limit again. */
  private static int beginning(List<StepRun> steps, @Nullable String name) {
    return steps.stream()
        .filter(step -> name == null || step.name().equals(name))
        .reduce((earlier, later) -> later)
        .map(step -> step.attempts().get(0).eventId())
        .orElseThrow(() -> noSuchStep(steps));
  }

  private static ExecutionRefusedException noSuchStep(List<StepRun> steps) {
    return new ExecutionRefusedException(
        steps.isEmpty()
            ? "No step had begun."
            : "No such step had begun. Those that had: "
                + steps.stream().map(StepRun::name).collect(Collectors.joining(", "))
                + ".");
  }

  /** An earlier call may have passed it on, and what came of that was not told. */
  private CompletionStage<WorkflowId> passOn(Reservation seen, WorkflowId dead) {
    WorkflowId responsible = seen.workflow();
    if (responsible.equals(dead)) {
      return reservations.find(seen.id()).thenCompose(found -> passOn(seen, found));
    }
    boolean passedOn = responsible.rerunNumber() > 0 && seen.status() == ReservationStatus.PENDING;
    return lookup
        .find(responsible.value())
        .thenApply(
            found -> {
              if (!passedOn || found.isPresent()) {
                throw notResponsible(responsible);
              }
              return responsible;
            });
  }

  private static ExecutionRefusedException notResponsible(WorkflowId responsible) {
    return new ExecutionRefusedException(
        "The execution is not the one that carries the reservation on: that is "
            + responsible
            + ".");
  }

  /**
   * To the next one, before that exists: where this ends here, the sweep begins the saga anew under
   * its id, with the same keys. The other way round, two could settle the reservation.
   */
  private CompletionStage<WorkflowId> passOn(
      Reservation seen, Optional<Reservations.Stored> found) {
    Reservations.Stored current =
        found.filter(now -> now.reservation().equals(seen)).orElseThrow(ExecutionReruns::changed);
    Reservation next = seen.rerun(clock.instant());
    if (next == seen) {
      throw new ExecutionRefusedException(
          ("The reservation is %s. One can be rerun that is PENDING, or at ATTENTION with nothing"
                  + " undone and no cancel asked for.")
              .formatted(seen.status()));
    }
    return reservations
        .replace(current, next)
        .thenApply(
            replaced -> {
              if (!replaced) {
                throw changed();
              }
              return next.workflow();
            });
  }

  private static ExecutionRefusedException changed() {
    return new ExecutionRefusedException(
        "The reservation has changed meanwhile; look at it again.");
  }
}
