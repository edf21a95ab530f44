package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;

/** What a caller tells a run that exists; else each ends with NO_SUCH_INSTANCE. */
final class Signals {
  private final Runs runs;
  private final Ticker ticker;
  private final Deliveries deliveries;
  private final Terminations terminations;
  private final Waiting waiting;
  private final PayloadLimit payloads;

  Signals(
      Core core,
      Deliveries deliveries,
      Terminations terminations,
      Waiting waiting,
      PayloadLimit payloads) {
    this.runs = core.runs();
    this.ticker = core.ticker();
    this.deliveries = deliveries;
    this.terminations = terminations;
    this.waiting = waiting;
    this.payloads = payloads;
  }

  CompletableFuture<Void> raise(String id, String name, @Nullable String input) {
    long bytes = Events.raised(name, input, Instant.EPOCH).getSerializedSize();
    payloads.assertAllowed("The event '" + name + "'", bytes);
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
                            now ->
                                now.progress().isTerminal()
                                    || now.progress().isStalled()
                                    || now.progress().status() == until,
                            answer))
                .thenAccept(
                    instance -> {
                      if (instance.progress().isStalled()) {
                        throw EngineException.stalled(id, null);
                      }
                    }));
  }

  CompletableFuture<Void> terminate(String id, @Nullable String output, boolean recurse) {
    return unlessEnded(
        id,
        run -> terminations.terminate(run, output, recurse, () -> terminate(id, output, recurse)));
  }

  /** A run that has ended takes no notice; one that is stalled takes nothing: STALLED. */
  private CompletableFuture<Void> unlessEnded(
      String id, Function<LiveRun, CompletableFuture<Void>> step) {
    return runs.existing(id)
        .thenCompose(
            run -> {
              if (run.history.instance().progress().isStalled()) {
                throw EngineException.stalled(id, run.history.stalledFor());
              }
              return run.isTerminal() ? CompletableFuture.completedFuture(null) : step.apply(run);
            });
  }
}
