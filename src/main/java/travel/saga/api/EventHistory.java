package travel.saga.api;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import travel.saga.api.StreamItem.Event;
import travel.saga.execution.Execution;
import travel.saga.execution.Executions;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Stages;
import travel.saga.reservation.WorkflowId;

/** All events of a reservation so far, read from the histories of its workflows. */
@Singleton
class EventHistory {
  private static final int READS_AT_ONCE = 4;

  private final Reservations reservations;
  private final Executions executions;
  private final EventFold fold;

  EventHistory(Reservations reservations, Executions executions, EventFold fold) {
    this.reservations = reservations;
    this.executions = executions;
    this.fold = fold;
  }

  /**
   * @param events in their order
   * @param ended nothing follows: the last event is the outcome
   * @param endedRuns the events of workflows that have ended, by their run
   */
  record Seen(List<Event> events, boolean ended, Map<Integer, List<Event>> endedRuns) {
    static final Seen NOTHING = new Seen(List.of(), false, Map.of());
  }

  /** The events of one workflow. */
  private record Run(int number, List<Event> events, boolean ended) {}

  /**
   * Empty when there is no such reservation. Fails with {@link
   * travel.saga.reservation.EngineUnavailableException} when the engine is away.
   *
   * @param before what was read before, which is not read again where it cannot have changed
   */
  CompletionStage<Optional<Seen>> read(ReservationId id, Seen before) {
    return record(id)
        .thenCompose(
            found ->
                found.isPresent()
                    ? read(found.get(), before).thenApply(Optional::of)
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Optional<Reservation>> record(ReservationId id) {
    return reservations.find(id).thenApply(found -> found.map(Reservations.Stored::reservation));
  }

  private CompletionStage<Seen> read(Reservation record, Seen before) {
    return Stages.each(record.workflows(), READS_AT_ONCE, workflow -> run(workflow, before))
        .thenCompose(runs -> seen(record, runs));
  }

  private CompletionStage<Run> run(WorkflowId workflow, Seen before) {
    int number = EventId.runOf(workflow);
    List<Event> known = before.endedRuns().get(number);
    return known == null
        ? executions.find(workflow.value()).thenApply(found -> run(number, found))
        : CompletableFuture.completedStage(new Run(number, known, true));
  }

  /** A workflow that is not there has not begun, or its history is kept no longer. */
  private Run run(int number, Optional<Execution> found) {
    return found
        .map(
            execution ->
                new Run(
                    number, fold.steps(number, execution), execution.summary().status().isEnd()))
        .orElseGet(() -> new Run(number, List.of(), true));
  }

  /**
   * The record was read first: it has to be the same once the workflows are known to have ended.
   */
  private CompletionStage<Seen> seen(Reservation record, List<Run> runs) {
    if (record.status().isOpen() || !runs.stream().allMatch(Run::ended)) {
      return CompletableFuture.completedStage(seen(runs, Optional.empty()));
    }
    return record(record.id()).thenApply(again -> seen(runs, again.filter(record::equals)));
  }

  /** What is behind a run that has not ended is told later, for readers only go forward. */
  private Seen seen(List<Run> runs, Optional<Reservation> settled) {
    List<Event> events = new ArrayList<>();
    Map<Integer, List<Event>> ended = new TreeMap<>();
    boolean inTurn = true;
    for (Run run : runs) {
      if (inTurn) {
        events.addAll(run.events());
      }
      inTurn &= run.ended();
      if (run.ended() && !run.events().isEmpty()) {
        ended.put(run.number(), run.events());
      }
    }
    int last = runs.get(runs.size() - 1).number();
    settled.ifPresent(record -> events.add(fold.outcome(last, record)));
    return new Seen(List.copyOf(events), settled.isPresent(), Map.copyOf(ended));
  }
}
