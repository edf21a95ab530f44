package travel.saga.engine.dispatch;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoredRun.Received;

/** Continues runs as new ones. */
final class Restarts {
  private final Core core;
  private final Deliveries deliveries;
  private final Aftermath aftermath;

  Restarts(Core core, Deliveries deliveries, Aftermath aftermath) {
    this.core = core;
    this.deliveries = deliveries;
    this.aftermath = aftermath;
  }

  /** Begins the run anew: what waits in the inbox stays, but for answers to the old run. */
  CompletableFuture<Void> restart(LiveRun run, int consumed, TurnOutcome.Restarted turn) {
    Instance old = run.history.instance();
    HistoryEvent begun = firstStarted(run, consumed);
    Instant now = core.ticker().next();
    Identity identity = old.identity().next(UUID.randomUUID().toString(), old.identity().name());
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, now, now, null, null);
    Instance renewed =
        new Instance(
            identity, progress, Payloads.of(turn.input()), Extent.none(run.lastTurnMillis));
    List<Received> inbox = List.copyOf(run.inbox);
    List<Received> left = inbox.subList(consumed, inbox.size());
    HistoryEvent suspension = suspension(inbox.subList(0, consumed));
    List<Change> changes = new ArrayList<>();
    run.leaveChildren();
    run.consume(run.inbox.size(), changes); // fails if an event the new run is given was not stored
    run.history = new RunHistory(renewed);
    run.tasks.clear();
    changes.add(new Change.Renew(renewed, old.extent().length()));
    changes.add(deliveries.receive(run, started(begun, identity, turn)));
    turn.carryover().forEach(event -> changes.add(deliveries.receive(run, event)));
    if (suspension != null) {
      changes.add(deliveries.receive(run, suspension));
    }
    left.stream()
        .map(Received::event)
        .filter(Restarts::outlivesTheRun)
        .forEach(event -> changes.add(deliveries.receive(run, event)));
    return core.runs().commit(run, changes).thenRun(() -> aftermath.stored(run, renewed));
  }

  /**
   * A suspension that the turn showed, and that its code, having ended before, took no notice of.
   */
  private static @Nullable HistoryEvent suspension(List<Received> shown) {
    HistoryEvent last = null;
    for (Received received : shown) {
      if (received.event().hasExecutionSuspended()) {
        last = received.event();
      } else if (received.event().hasExecutionResumed()) {
        last = null;
      }
    }
    return last;
  }

  private static boolean outlivesTheRun(HistoryEvent event) {
    return event.hasEventRaised()
        || event.hasExecutionSuspended()
        || event.hasExecutionResumed()
        || event.hasExecutionTerminated();
  }

  private HistoryEvent started(HistoryEvent begun, Identity identity, TurnOutcome.Restarted turn) {
    ExecutionStartedEvent.Builder started = begun.getExecutionStarted().toBuilder();
    started.clearInput().clearScheduledStartTimestamp();
    if (turn.input() != null) {
      started.setInput(StringValue.of(turn.input()));
    }
    started.setOrchestrationInstance(identity.onTheWire());
    return Events.executionStarted(started.build(), core.appId(), core.ticker().next());
  }

  private static HistoryEvent firstStarted(LiveRun run, int consumed) {
    for (HistoryEvent event : run.history.events()) {
      if (event.hasExecutionStarted()) {
        return event;
      }
    }
    return run.inbox.stream()
        .limit(consumed)
        .map(Received::event)
        .filter(HistoryEvent::hasExecutionStarted)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Run '" + run.id + "' never started."));
  }
}
