package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Events;

/** What a caller does to a run that exists; else each ends with NO_SUCH_INSTANCE. */
final class Signals {
  private final Runs runs;
  private final Gathering gathering;
  private final Ticker ticker;
  private final Deliveries deliveries;
  private final Turns turns;
  private final Waiting waiting;

  Signals(Core core, Deliveries deliveries, Turns turns, Waiting waiting) {
    this.runs = core.runs();
    this.gathering = core.gathering();
    this.ticker = core.ticker();
    this.deliveries = deliveries;
    this.turns = turns;
    this.waiting = waiting;
  }

  CompletableFuture<Void> raise(String id, String name, @Nullable String input) {
    return unlessEnded(
        id, run -> deliveries.deliver(run, Events.raised(name, input, ticker.next())));
  }

  CompletableFuture<Void> suspend(String id, @Nullable String reason, CompletableFuture<?> answer) {
    return send(
        id,
        () -> Events.suspended(reason, ticker.next()),
        OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED,
        answer);
  }

  CompletableFuture<Void> resume(String id, @Nullable String reason, CompletableFuture<?> answer) {
    return send(
        id,
        () -> Events.resumed(reason, ticker.next()),
        OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING,
        answer);
  }

  private CompletableFuture<Void> send(
      String id,
      Supplier<HistoryEvent> event,
      OrchestrationStatus until,
      CompletableFuture<?> answer) {
    return unlessEnded(
        id,
        run ->
            deliveries
                .deliver(run, event.get())
                .thenCompose(
                    stored ->
                        waiting.until(
                            id,
                            now -> now.progress().isTerminal() || now.progress().status() == until,
                            answer))
                .thenAccept(instance -> {}));
  }

  CompletableFuture<Void> terminate(String id, @Nullable String output) {
    return unlessEnded(
        id,
        run ->
            gathering.with(
                Children.parentOf(run),
                () ->
                    run.lost || run.isTerminal()
                        ? terminate(id, output) // while the parent was read, it was not idle
                        : turns.conclude(run, termination(output))));
  }

  private List<HistoryEvent> termination(@Nullable String output) {
    return List.of(
        Events.terminated(output, false, ticker.next()),
        Events.completed(
            OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED, output, ticker.next()));
  }

  CompletableFuture<Void> purge(String id) {
    return existing(
        id,
        run -> {
          if (!run.isTerminal()) {
            throw new EngineException(
                Reason.NOT_COMPLETED, "workflow '" + id + "' has not yet completed");
          }
          return runs.purge(run);
        });
  }

  /** A run that has ended takes no notice. */
  private CompletableFuture<Void> unlessEnded(
      String id, Function<LiveRun, CompletableFuture<Void>> step) {
    return existing(
        id, run -> run.isTerminal() ? CompletableFuture.completedFuture(null) : step.apply(run));
  }

  private CompletableFuture<Void> existing(
      String id, Function<LiveRun, CompletableFuture<Void>> step) {
    return runs.settled(id)
        .thenCompose(
            found -> step.apply(found.orElseThrow(() -> EngineException.noSuchInstance(id))));
  }
}
