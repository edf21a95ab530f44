package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoredRun;

/**
 * The workflow engine's front door. All methods return at once and may be called by any thread; a
 * future ends with {@link EngineException} when the engine refuses, and with {@link
 * travel.saga.engine.store.StoreException} when the storage fails. What a future answers is stored.
 */
public final class WorkflowEngine {
  private final Loop loop;
  private final HistoryStore store;
  private final Runs runs;
  private final Core core;
  private final ReadyTurns ready;
  private final Timers timers;
  private final Activities activities;
  private final Waiters waiters;
  private final Expiry expiry;
  private final Turns turns;
  private final Workers workers;
  private final Calls calls;
  private final Waiting waiting;
  private final Starts starts;
  private final Terminations terminations;
  private final Signals signals;
  private final Purges purges;
  private final Reruns reruns;
  private volatile DispatchStats stats;

  /**
   * @param appId the application whose workers connect here
   */
  public WorkflowEngine(
      String appId, DispatchSettings settings, Loop loop, Clock clock, HistoryStore store) {
    this.loop = loop;
    this.store = store;
    this.runs = new Runs(loop, store, settings.cachedBytes());
    Ticker ticker = new Ticker(clock, loop);
    Tokens tokens = new Tokens(store.backlog().epoch());
    this.core = new Core(appId, loop, runs, new Gathering(runs), ticker, tokens, new Counters());
    this.ready = new ReadyTurns(loop);
    Deliveries deliveries = new Deliveries(runs, ready);
    this.timers = new Timers(loop, runs, deliveries, ready, ticker);
    this.activities = new Activities(core, deliveries, settings);
    this.waiters = new Waiters(loop);
    this.waiting = new Waiting(core, store, waiters);
    NewRuns newRuns = new NewRuns(core, deliveries, timers, ready);
    Children children = new Children(core, deliveries, newRuns, ready);
    this.expiry = new Expiry(loop, runs, store, settings.retention());
    Aftermath aftermath = new Aftermath(timers, waiting, expiry);
    TurnCommits commits = new TurnCommits(core, activities, timers, children, aftermath);
    Restarts restarts = new Restarts(core, deliveries, aftermath);
    this.turns = new Turns(core, ready, commits, restarts, settings);
    this.workers = new Workers(turns, activities);
    this.calls = new Calls(loop);
    FirstTurns firstTurns = new FirstTurns(loop, waiting, workers, settings.startWait());
    PayloadLimit payloads = new PayloadLimit(settings.maxPayloadBytes());
    this.starts = new Starts(runs, newRuns, waiting, firstTurns, payloads);
    this.terminations = new Terminations(core, turns);
    commits.onTold(terminations::carryOut);
    this.signals = new Signals(core, deliveries, terminations, waiting, payloads);
    this.purges = new Purges(core, store, terminations);
    this.reruns = new Reruns(core, commits, ready);
    this.stats = measure();
  }

  /** Takes up what the store holds, and begins to work. */
  public void start() {
    runs.onLoad(this::resume);
    loop.notBefore(Math.max(store.backlog().lastTurnMillis(), store.purgedUntilMillis()));
    loop.execute(
        () -> {
          store.backlog().timers().forEach(timers::set);
          store.backlog().instanceIds().forEach(runs::recover);
          expiry.sweep();
        });
    loop.start(
        () -> {
          timers.pump();
          workers.pump();
          stats = measure();
        });
  }

  private void resume(LiveRun run) {
    core.ticker().after(run);
    List.copyOf(run.tasks.values()).forEach(activities::open); // which may close one
    timers.setAll(run);
    ready.enqueue(run);
    terminations.carryOut(run);
  }

  /**
   * Starts a run. The future completes with the first turn, or at once when the start is for later,
   * or after a while when no worker is connected: the run is stored and begins when one comes. It
   * ends with ALREADY_ACTIVE when the id has a run that has not ended; an ended one is replaced.
   */
  public CompletableFuture<String> start(CreateInstanceRequest request) {
    return calls.request(
        answer -> {
          if (store.isSaturated()) {
            throw new EngineException(
                Reason.BUSY, "Too much waits to be written; try again in a moment.");
          }
          return starts.start(request, answer);
        });
  }

  /**
   * Begins a new run with the history of an ended one up to one of its actions, which is done anew.
   * Ends with INVALID when the source has not ended, is a child, or the action does not allow what
   * is asked, with ALREADY_ACTIVE when the new id is in use.
   *
   * @return the new run's id
   */
  public CompletableFuture<String> rerun(RerunWorkflowFromEventRequest request) {
    return calls.request(answer -> reruns.rerun(request));
  }

  /** The instance as stored, or none. */
  public CompletableFuture<Optional<Instance>> find(String id) {
    return calls.request(answer -> waiting.find(id));
  }

  /** Waits until the instance, which need not exist yet, has begun. */
  public CompletableFuture<Instance> awaitStart(String id) {
    return await(id, instance -> !instance.progress().isPending());
  }

  /** Waits until the instance, which need not exist yet, has ended. */
  public CompletableFuture<Instance> awaitCompletion(String id) {
    return await(id, instance -> instance.progress().isTerminal());
  }

  private CompletableFuture<Instance> await(String id, Predicate<Instance> wanted) {
    return calls.request(answer -> waiting.until(id, wanted, answer));
  }

  /** Appends an event for the workflow's code; one for a run that has ended is dropped. */
  public CompletableFuture<Void> raise(String id, String name, @Nullable String input) {
    return calls.request(answer -> signals.raise(id, name, input));
  }

  /** Completes once the run stands still, or has ended. */
  public CompletableFuture<Void> suspend(String id, @Nullable String reason) {
    return calls.request(answer -> signals.suspend(id, reason, answer));
  }

  /** Completes once the run goes on, or has ended. */
  public CompletableFuture<Void> resume(String id, @Nullable String reason) {
    return calls.request(answer -> signals.resume(id, reason, answer));
  }

  /**
   * Ends the run here and now; completes when that is stored, or it has ended anyway.
   *
   * @param recurse whether its children end, too: stored with its end, and carried out after it
   */
  public CompletableFuture<Void> terminate(String id, @Nullable String output, boolean recurse) {
    return calls.request(answer -> signals.terminate(id, output, recurse));
  }

  /**
   * Removes an ended run with all that belongs to it; NOT_COMPLETED while it has not ended.
   *
   * @param recurse whether its children go, too; unless forced, none of them may be active
   * @param force whether what has not ended is terminated first
   * @return how many are gone
   */
  public CompletableFuture<Integer> purge(String id, boolean recurse, boolean force) {
    return calls.request(answer -> purges.purge(id, recurse, force));
  }

  /** The stored events of the instance, oldest first. */
  public CompletableFuture<List<HistoryEvent>> history(String id) {
    return store
        .load(id)
        .thenApply(
            stored ->
                stored
                    .map(StoredRun::history)
                    .orElseThrow(() -> EngineException.noSuchInstance(id)));
  }

  /** Ids in the order of their creation, beginning behind a row number. */
  public CompletableFuture<List<HistoryStore.Listed>> list(long after, int limit) {
    return store.list(after, limit);
  }

  /** Takes a worker's answer to a turn; completes when its effects are stored. */
  public CompletableFuture<Void> complete(OrchestratorResponse response) {
    return calls.outcome(() -> turns.complete(response));
  }

  /** Takes an activity's outcome; completes when it is stored. */
  public CompletableFuture<Void> complete(ActivityResponse response) {
    return calls.outcome(() -> activities.complete(response));
  }

  /** A worker's stream is open; it gets work from now on. */
  public void connected(WorkerStream stream) {
    loop.execute(
        () -> {
          if (calls.isClosing()) {
            stream.end();
          } else {
            workers.connected(stream);
          }
        });
  }

  /** A worker's stream can take more. */
  public void ready(WorkerStream stream) {
    loop.execute(() -> {}); // the loop looks at all streams after every burst
  }

  /** A worker's stream has gone; what it held goes to others. */
  public void disconnected(WorkerStream stream) {
    loop.execute(() -> workers.disconnected(stream));
  }

  public DispatchStats stats() {
    return stats;
  }

  /** Ends the streams and turns callers away; answers that still come are stored. */
  public CompletableFuture<Void> stop() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    loop.execute(
        () -> {
          calls.close();
          waiters.close(EngineException.closing());
          workers.endAll();
          stopped.complete(null);
        });
    return stopped;
  }

  /** Ids that callers wait for. */
  int awaitedIds() {
    return waiters.ids();
  }

  private DispatchStats measure() {
    Counters c = core.counters();
    return new DispatchStats(
        new DispatchStats.Instances(c.instancesStarted.sum(), c.instancesEnded.sum(), runs.size()),
        new DispatchStats.Work(
            c.turnsHandedOut.sum(),
            c.turnsCompleted.sum(),
            c.unansweredTurns.sum(),
            ready.size(),
            turns.inFlight()),
        new DispatchStats.Work(
            c.activitiesHandedOut.sum(),
            c.activitiesCompleted.sum(),
            0,
            activities.waiting(),
            activities.inFlight()),
        workers.count());
  }
}
