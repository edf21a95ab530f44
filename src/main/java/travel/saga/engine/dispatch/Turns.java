package travel.saga.engine.dispatch;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.TurnAnswer;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.store.StoredRun.Received;

/** Hands out turns, one at a time for each run, and takes the answers. */
final class Turns {
  private static final int MOST_UNANSWERED = 5;
  private static final long TRY_AGAIN_MILLIS = 1_000; // when a run that is concerned cannot be read

  private final Core core;
  private final ReadyTurns ready;
  private final TurnCommits commits;
  private final Restarts restarts;
  private final PayloadLimit payloads;
  private final int limit;
  private final long watchdogMillis;
  private final Map<Long, TurnLease> leases = new LinkedHashMap<>(); // oldest first
  private boolean watching;

  Turns(
      Core core,
      ReadyTurns ready,
      TurnCommits commits,
      Restarts restarts,
      DispatchSettings settings) {
    this.core = core;
    this.ready = ready;
    this.commits = commits;
    this.restarts = restarts;
    this.payloads = new PayloadLimit(settings.maxPayloadBytes());
    this.limit = settings.maxWorkflows();
    this.watchdogMillis = settings.watchdog().toMillis();
  }

  /** Hands the next turn to this worker, or null when there is none or enough are out. */
  @Nullable WorkItem next(WorkerStream stream) {
    LiveRun run = leases.size() < limit ? ready.poll() : null;
    while (run != null && !payloads.allow(run.payloadBytes())) {
      run.phase = LiveRun.Phase.IDLE;
      String what = "The history with what has arrived";
      var unused = stall(run, run.inbox.size(), payloads.tooLarge(what));
      run = ready.poll();
    }
    if (run == null) {
      return null;
    }
    TurnLease lease =
        new TurnLease(core.tokens().next(), run, stream, core.loop().nowMillis(), begin(run));
    run.phase = LiveRun.Phase.RUNNING;
    run.turn = lease;
    leases.put(lease.number(), lease);
    core.counters().turnsHandedOut.increment();
    watch();
    return item(lease);
  }

  /** The events of a turn that begins now: its start, then what has arrived. */
  private List<HistoryEvent> begin(LiveRun run) {
    run.lastTurnMillis = turnMillis(run);
    List<HistoryEvent> events = new ArrayList<>(run.inbox.size() + 1);
    events.add(Events.turnStarted(Instant.ofEpochMilli(run.lastTurnMillis)));
    run.inbox.forEach(received -> events.add(received.event()));
    return events;
  }

  /** Later than any turn before it under this id, and not before a timer that it is to see. */
  private long turnMillis(LiveRun run) {
    long millis = Math.max(core.loop().nowMillis(), run.lastTurnMillis + 1);
    for (Received received : run.inbox) {
      if (received.event().hasTimerFired()) {
        Instant fireAt = Events.instant(received.event().getTimerFired().getFireAt());
        millis = Math.max(millis, Timers.millisNotBefore(fireAt));
      }
    }
    return millis;
  }

  private WorkItem item(TurnLease lease) {
    LiveRun run = lease.run();
    String executionId = run.history.instance().identity().executionId();
    return WorkItem.newBuilder()
        .setOrchestratorRequest(
            OrchestratorRequest.newBuilder()
                .setInstanceId(run.id)
                .setExecutionId(StringValue.of(executionId))
                .addAllPastEvents(run.history.events())
                .addAllNewEvents(lease.events()))
        .setCompletionToken(core.tokens().token(lease.number()))
        .build();
  }

  /** Takes an answer; one that is late, repeated or unknown changes nothing. */
  CompletableFuture<Void> complete(OrchestratorResponse response) {
    TurnLease lease = find(response);
    if (lease == null) {
      return core.runs().stored(response.getInstanceId()); // what made it late may yet be lost
    }
    TurnOutcome outcome =
        payloads.check(
            TurnAnswer.apply(lease.run().history, lease.events(), response, core.ticker().next()));
    leases.remove(lease.number());
    lease.run().unansweredTurns = 0;
    core.counters().turnsCompleted.increment();
    return finish(lease, Children.concerned(lease.run(), outcome), () -> store(lease, outcome));
  }

  private CompletableFuture<Void> store(TurnLease lease, TurnOutcome outcome) {
    if (outcome instanceof TurnOutcome.Advanced advanced) {
      return commits.advance(lease.run(), lease.consumed(), advanced);
    }
    if (outcome instanceof TurnOutcome.Restarted restarted) {
      return restarts.restart(lease.run(), lease.consumed(), restarted);
    }
    if (outcome instanceof TurnOutcome.Stalled stalled) {
      return stall(lease.run(), lease.consumed(), stalled);
    }
    TurnOutcome.Refused refused = (TurnOutcome.Refused) outcome;
    return fail(lease.run(), Events.failure(refused.type(), refused.message()));
  }

  private CompletableFuture<Void> stall(LiveRun run, int shown, TurnOutcome.Stalled stalled) {
    ready.hold(run);
    return commits.stall(run, shown, stalled);
  }

  /** Ends the turn once the other runs concerned are in memory, unless it has ended by then. */
  private CompletableFuture<Void> finish(
      TurnLease lease, Set<String> concerned, Supplier<CompletableFuture<Void>> step) {
    return core.gathering()
        .with(
            concerned,
            () -> {
              if (!lease.isCurrent()) {
                return core.runs().stored(lease.run().id);
              }
              release(lease.run());
              CompletableFuture<Void> stored = step.get();
              ready.enqueue(lease.run());
              return stored;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null && lease.isCurrent()) { // the step has not been run
                release(lease.run());
                enqueueLater(lease.run(), TRY_AGAIN_MILLIS);
              }
            });
  }

  private @Nullable TurnLease find(OrchestratorResponse response) {
    TurnLease lease;
    if (response.getCompletionToken().isEmpty()) {
      LiveRun run = core.runs().inMemory(response.getInstanceId());
      lease = run == null ? null : run.turn;
    } else {
      lease = leases.get(core.tokens().number(response.getCompletionToken()));
    }
    if (lease == null || !lease.run().id.equals(response.getInstanceId())) {
      return null;
    }
    if (!lease.isCurrent()) {
      leases.remove(lease.number());
      return null;
    }
    return lease;
  }

  /**
   * Ends the run from here, its parent being in memory, whatever a worker is doing with it; the
   * final event comes last.
   */
  CompletableFuture<Void> conclude(LiveRun run, List<HistoryEvent> finalEvents) {
    if (run.turn != null) {
      leases.remove(run.turn.number());
    }
    release(run);
    List<HistoryEvent> events = begin(run);
    events.addAll(finalEvents);
    return commits.conclude(run, events);
  }

  private CompletableFuture<Void> fail(LiveRun run, TaskFailureDetails failure) {
    return conclude(run, List.of(Events.failed(failure, core.ticker().next())));
  }

  private static void release(LiveRun run) {
    run.turn = null;
    run.phase = LiveRun.Phase.IDLE;
  }

  /** What no worker before could go on with is tried with this one. */
  void connected() {
    ready.releaseHeld();
  }

  /** What this worker held goes to the next one. */
  void disconnected(WorkerStream stream) {
    for (TurnLease lease : List.copyOf(leases.values())) {
      if (lease.stream() == stream) {
        leases.remove(lease.number());
        if (lease.isCurrent()) {
          release(lease.run());
          ready.enqueueFirst(lease.run());
        }
      }
    }
  }

  /** Keeps one alarm, for the oldest lease. */
  private void watch() {
    if (!watching && !leases.isEmpty()) {
      watching = true;
      long since = leases.values().iterator().next().sinceMillis();
      core.loop().at(since + watchdogMillis, this::expire);
    }
  }

  private void expire() {
    watching = false;
    long expired = core.loop().nowMillis() - watchdogMillis;
    for (TurnLease lease : List.copyOf(leases.values())) {
      if (lease.sinceMillis() > expired) {
        break;
      }
      leases.remove(lease.number());
      if (lease.isCurrent()) {
        unanswered(lease);
      }
    }
    watch();
  }

  /** The SDK never answers when workflow code throws an Error or completes twice. */
  private void unanswered(TurnLease lease) {
    LiveRun run = lease.run();
    core.counters().unansweredTurns.increment();
    run.unansweredTurns++;
    if (run.unansweredTurns >= MOST_UNANSWERED) {
      var unused =
          finish(
              lease,
              Children.parentOf(run),
              () ->
                  fail(
                      run,
                      Events.failure(
                          "WorkflowTaskTimeout",
                          "The worker has not answered a turn of the workflow "
                              + MOST_UNANSWERED
                              + " times; see its log for an Error thrown by the workflow's"
                              + " code.")));
    } else {
      release(run);
      enqueueLater(run, Math.min(watchdogMillis, 500L << run.unansweredTurns));
    }
  }

  private void enqueueLater(LiveRun run, long afterMillis) {
    core.loop().after(afterMillis, () -> ready.enqueue(run));
  }

  int inFlight() {
    return leases.size();
  }
}
