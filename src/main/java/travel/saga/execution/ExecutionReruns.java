package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.Reconciler;
import travel.saga.reservation.Rerun;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Stages;
import travel.saga.reservation.WorkflowId;

/**
 * Lets a new execution go on where a dead saga came to its end, with the same keys, so that nothing
 * is done twice. Only while nothing has been undone: a key that was undone can never be used again.
 */
@ApplicationScoped
public class ExecutionReruns {
  private static final Logger LOG = Logger.getLogger(ExecutionReruns.class);
  private final ExecutionLookup lookup;
  private final Reservations reservations;
  private final Reconciler reconciler;
  private final Clock clock;

  public ExecutionReruns(
      ExecutionLookup lookup, Reservations reservations, Reconciler reconciler, Clock clock) {
    this.lookup = lookup;
    this.reservations = reservations;
    this.reconciler = reconciler;
    this.clock = clock;
  }

  /**
   * Fails with {@link NoSuchExecutionException}, and with {@link ExecutionRefusedException} when
   * the execution cannot be rerun, or not from there.
   *
   * <p>A repeated call answers like the first, as long as the reservation is open.
   *
   * @param step the wire name of one that had begun; null for the newest
   * @return how the new execution stands
   */
  public CompletionStage<ExecutionSummary> rerun(String id, @Nullable String step) {
    return lookup
        .existing(id)
        .thenCompose(
            found ->
                repeated(found, step)
                    .map(CompletableFuture::completedStage)
                    .orElseGet(() -> passOn(ExecutionOperation.RERUN.require(found), step)))
        .thenCompose(this::begin);
  }

  /** The reservation, where this is what carries it on already. */
  private static Optional<Reservation> repeated(ExecutionDetail found, @Nullable String step) {
    WorkflowId from = new WorkflowId(found.execution().summary().id());
    return found
        .reservation()
        .filter(
            reservation ->
                reservation
                    .rerun()
                    .filter(made -> made.from().equals(from))
                    .filter(made -> made.equals(source(found, step)))
                    .isPresent());
  }

  private static Rerun source(ExecutionDetail found, @Nullable String step) {
    Execution execution = found.execution();
    return new Rerun(new WorkflowId(execution.summary().id()), beginning(execution.steps(), step));
  }

  /**
   * The record says already that it carries the reservation on: where the engine does not answer,
   * it may have begun, and where it has not, the sweep sees to it.
   */
  private CompletionStage<ExecutionSummary> begin(Reservation passedOn) {
    String newId = passedOn.workflow().value();
    return Stages.orElse(reconciler.begin(passedOn), failure -> mayHaveBegun(newId, failure))
        .thenCompose(
            begun -> {
              if (!begun) {
                throw new ExecutionRefusedException(
                    "The engine does not go on from there. The reservation stands as before.");
              }
              return lookup.find(newId);
            })
        .thenApply(found -> found.orElseThrow(() -> notYet(newId)).execution().summary());
  }

  private static boolean mayHaveBegun(String newId, Throwable failure) {
    LOG.warnf("%s is stored, and begun by the sweep where it has not begun (%s)", newId, failure);
    return true;
  }

  private static EngineUnavailableException notYet(String newId) {
    return new EngineUnavailableException("the engine has not begun " + newId + " yet", null);
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
        "No such step had begun. Those that had: "
            + steps.stream().map(StepRun::name).collect(Collectors.joining(", "))
            + ".");
  }

  /**
   * Before the execution exists, and with what it goes on from: where this ends here, the sweep
   * begins it. The other way round, two could settle the reservation.
   */
  private CompletionStage<Reservation> passOn(ExecutionDetail found, @Nullable String step) {
    Reservation seen = found.reservation().orElseThrow();
    Reservation next = seen.rerun(source(found, step), clock.instant());
    return reservations
        .change(seen.id(), now -> passedOn(now, seen, next))
        .thenApply(change -> change.orElseThrow(ExecutionReruns::changed).after());
  }

  /** It may be there already, where the store says that the write was not made, and it was. */
  private static Reservation passedOn(Reservation now, Reservation seen, Reservation next) {
    if (!now.equals(seen) && !now.equals(next)) {
      throw changed();
    }
    return next;
  }

  private static ExecutionRefusedException changed() {
    return new ExecutionRefusedException(
        "The reservation has changed meanwhile; look at it again.");
  }
}
