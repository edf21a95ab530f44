package travel.saga.engine.dispatch;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoredRun;

/**
 * The workflow engine's front door. All methods return at once and may be called by any thread; a
 * future ends with {@link EngineException} when the engine refuses, and with {@link
 * travel.saga.engine.store.StoreException} when the storage fails. What a future answers is stored.
 */
public final class WorkflowEngine {
  private static final long LOOK_FOR_WORKERS_MILLIS = 1_000;

  private final DispatchSettings settings;
  private final Loop loop;
  private final HistoryStore store;
  private final Runs runs;
  private final Core core;
  private final ReadyTurns ready;
  private final Deliveries deliveries;
  private final Timers timers;
  private final Activities activities;
  private final Waiters waiters;
  private final Turns turns;
  private final Workers workers;
  private boolean closing;
  private volatile DispatchStats stats;

  public WorkflowEngine(DispatchSettings settings, Loop loop, Clock clock, HistoryStore store) {
    this.settings = settings;
    this.loop = loop;
    this.store = store;
    this.runs = new Runs(loop, store, settings.cachedBytes());
    Ticker ticker = new Ticker(clock);
    Tokens tokens = new Tokens(store.backlog().epoch());
    this.core = new Core(loop, runs, ticker, tokens, new Counters());
    this.ready = new ReadyTurns(loop);
    this.deliveries = new Deliveries(runs, ready);
    this.timers = new Timers(loop, runs, deliveries, ready, ticker);
    this.activities = new Activities(core, deliveries, settings.maxActivities());
    this.waiters = new Waiters(loop);
    TurnCommits commits = new TurnCommits(core, deliveries, activities, timers, waiters);
    this.turns = new Turns(core, ready, commits, settings.maxWorkflows(), settings.watchdog());
    this.workers = new Workers(turns, activities);
    this.stats = measure();
  }

  /** Takes up what the store holds, and begins to work. */
  public void start() {
    runs.onLoad(this::resume);
    loop.execute(
        () -> {
          store.backlog().timers().forEach(timers::set);
          store.backlog().instanceIds().forEach(runs::recover);
        });
    loop.start(
        () -> {
          workers.pump();
          stats = measure();
        });
  }

  private void resume(LiveRun run) {
    List.copyOf(run.tasks.values()).forEach(activities::open); // which may close one
    timers.setAll(run);
    ready.enqueue(run);
  }

  /**
   * Starts a run. The future completes with the first turn, or at once when the start is for later,
   * or after a while when no worker is connected: the run is stored and begins when one comes. It
   * ends with ALREADY_ACTIVE when the id has a run that has not ended; an ended one is replaced.
   */
  public CompletableFuture<String> start(CreateInstanceRequest request) {
    return onLoop(
        () -> {
          if (store.isSaturated()) {
            throw new EngineException(
                Reason.BUSY, "Too much waits to be written; try again in a moment.");
          }
          return runs.settled(request.getInstanceId())
              .thenCompose(existing -> begin(request, existing.orElse(null)));
        });
  }

  private CompletableFuture<String> begin(
      CreateInstanceRequest request, @Nullable LiveRun existing) {
    String id = request.getInstanceId();
    if (existing != null && !existing.isTerminal()) {
      throw new EngineException(
          Reason.ALREADY_ACTIVE, "an active workflow with ID '" + id + "' already exists");
    }
    Instance instance = instance(request, existing);
    RunHistory history = new RunHistory(instance);
    LiveRun run = existing == null ? new LiveRun(history) : existing;
    run.history = history;
    run.tasks.clear();
    run.unansweredTurns = 0;
    runs.add(run);
    List<Change> changes = new ArrayList<>();
    changes.add(existing == null ? new Change.Create(instance) : new Change.Renew(instance));
    changes.add(deliveries.receive(run, started(request, instance)));
    boolean later = ready.startsLater(run);
    Instant startAt = instance.progress().startAt();
    if (later && startAt != null) {
      changes.add(new Change.SetTimer(run.row(), run.generation(), Timers.START, startAt));
      timers.set(run, Timers.START, startAt);
    }
    ready.enqueue(run);
    core.counters().instancesStarted.increment();
    return runs.commit(run, changes)
        .thenCompose(
            stored -> {
              show(run, instance);
              return later ? CompletableFuture.completedFuture(id) : firstTurn(id, instance);
            });
  }

  private void show(LiveRun run, Instance instance) {
    run.visible = instance;
    waiters.stored(instance);
  }

  private CompletableFuture<String> firstTurn(String id, Instance begun) {
    CompletableFuture<Instance> begins =
        awaiting(
            id,
            now ->
                now.identity().generation() > begun.identity().generation()
                    || (now.identity().generation() == begun.identity().generation()
                        && !now.progress().isPending()));
    giveUpWithoutWorker(begins, begun);
    return begins.thenApply(instance -> id);
  }

  private void giveUpWithoutWorker(CompletableFuture<Instance> begins, Instance begun) {
    loop.at(
        loop.nowMillis() + settings.startWait().toMillis(),
        () -> {
          if (begins.isDone()) {
            return;
          }
          if (workers.count() == 0) {
            begins.complete(begun);
          } else {
            loop.at(
                loop.nowMillis() + LOOK_FOR_WORKERS_MILLIS,
                () -> giveUpWithoutWorker(begins, begun));
          }
        });
  }

  private Instance instance(CreateInstanceRequest request, @Nullable LiveRun existing) {
    Instant now = core.ticker().next();
    String executionId = UUID.randomUUID().toString();
    Identity identity =
        existing == null
            ? new Identity(
                runs.nextRow(), request.getInstanceId(), 1, executionId, request.getName())
            : existing.history.instance().identity().next(executionId, request.getName());
    Instant startAt =
        request.hasScheduledStartTimestamp()
            ? Events.instant(request.getScheduledStartTimestamp())
            : null;
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, now, now, null, startAt);
    String input = request.hasInput() ? request.getInput().getValue() : null;
    long lastTurn = existing == null ? runs.purgedUntilMillis() : existing.lastTurnMillis;
    return new Instance(identity, progress, Payloads.of(input), Extent.none(lastTurn));
  }

  private HistoryEvent started(CreateInstanceRequest request, Instance instance) {
    ExecutionStartedEvent.Builder started =
        ExecutionStartedEvent.newBuilder()
            .setName(request.getName())
            .setOrchestrationInstance(
                OrchestrationInstance.newBuilder()
                    .setInstanceId(request.getInstanceId())
                    .setExecutionId(StringValue.of(instance.identity().executionId())));
    if (request.hasInput()) {
      started.setInput(request.getInput());
    }
    if (request.hasScheduledStartTimestamp()) {
      started.setScheduledStartTimestamp(request.getScheduledStartTimestamp());
    }
    if (request.hasParentTraceContext()) {
      started.setParentTraceContext(request.getParentTraceContext());
    }
    return Events.executionStarted(started.build(), core.ticker().next());
  }

  /** The instance as stored, or none. */
  public CompletableFuture<Optional<Instance>> find(String id) {
    return onLoop(() -> lookUp(id));
  }

  private CompletableFuture<Optional<Instance>> lookUp(String id) {
    LiveRun run = runs.inMemory(id);
    if (run != null) {
      return CompletableFuture.completedFuture(Optional.ofNullable(run.visible));
    }
    return store.find(id);
  }

  /** Waits until the instance, which need not exist yet, has begun. */
  public CompletableFuture<Instance> awaitStart(String id) {
    return awaitingFromOutside(id, instance -> !instance.progress().isPending());
  }

  /** Waits until the instance, which need not exist yet, has ended. */
  public CompletableFuture<Instance> awaitCompletion(String id) {
    return awaitingFromOutside(id, instance -> instance.progress().isTerminal());
  }

  /** Cancelling the future that this returns ends the waiting. */
  private CompletableFuture<Instance> awaitingFromOutside(String id, Predicate<Instance> wanted) {
    CompletableFuture<Instance> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (closing) {
            answer.completeExceptionally(EngineException.closing());
            return;
          }
          CompletableFuture<Instance> waiting = awaiting(id, wanted);
          pass(waiting, answer);
          var unused =
              answer.whenComplete(
                  (instance, failure) -> {
                    if (answer.isCancelled()) {
                      waiting.cancel(false);
                    }
                  });
        });
    return answer;
  }

  private CompletableFuture<Instance> awaiting(String id, Predicate<Instance> wanted) {
    CompletableFuture<Instance> waiting = waiters.add(id, wanted);
    var unused =
        lookUp(id)
            .whenCompleteAsync(
                (found, failure) -> {
                  if (failure != null) {
                    waiting.completeExceptionally(failure);
                  } else {
                    found.filter(wanted).ifPresent(now -> waiters.serve(id, waiting, now));
                  }
                },
                loop);
    return waiting;
  }

  /** Appends an event for the workflow's code; one for a run that has ended is dropped. */
  public CompletableFuture<Void> raise(String id, String name, @Nullable String input) {
    return withExisting(
        id,
        run ->
            run.isTerminal()
                ? CompletableFuture.completedFuture(null)
                : deliveries.deliver(run, Events.raised(name, input, core.ticker().next())));
  }

  /** Completes once the run stands still, or has ended. */
  public CompletableFuture<Void> suspend(String id, @Nullable String reason) {
    return signal(
        id,
        () -> Events.suspended(reason, core.ticker().next()),
        OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
  }

  /** Completes once the run goes on, or has ended. */
  public CompletableFuture<Void> resume(String id, @Nullable String reason) {
    return signal(
        id,
        () -> Events.resumed(reason, core.ticker().next()),
        OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
  }

  private CompletableFuture<Void> signal(
      String id, Supplier<HistoryEvent> event, OrchestrationStatus until) {
    return withExisting(
        id,
        run -> {
          if (run.isTerminal()) {
            return CompletableFuture.completedFuture(null);
          }
          return deliveries
              .deliver(run, event.get())
              .thenCompose(
                  stored ->
                      awaiting(
                          id,
                          now -> now.progress().isTerminal() || now.progress().status() == until))
              .thenAccept(instance -> {});
        });
  }

  /** Ends the run here and now; completes when that is stored, or it has ended anyway. */
  public CompletableFuture<Void> terminate(String id, @Nullable String output) {
    return withExisting(
        id,
        run -> {
          if (run.isTerminal()) {
            return CompletableFuture.completedFuture(null);
          }
          return turns.conclude(
              run,
              List.of(
                  Events.terminated(output, false, core.ticker().next()),
                  Events.completed(
                      OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED,
                      output,
                      core.ticker().next())));
        });
  }

  /** Removes an ended run with all that belongs to it; NOT_COMPLETED while it has not ended. */
  public CompletableFuture<Void> purge(String id) {
    return withExisting(
        id,
        run -> {
          if (!run.isTerminal()) {
            throw new EngineException(
                Reason.NOT_COMPLETED, "workflow '" + id + "' has not yet completed");
          }
          return runs.purge(run);
        });
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
    return onLoop(() -> turns.complete(response));
  }

  /** Takes an activity's outcome; completes when it is stored. */
  public CompletableFuture<Void> complete(ActivityResponse response) {
    return onLoop(() -> activities.complete(response));
  }

  /** A worker's stream is open; it gets work from now on. */
  public void connected(WorkerStream stream) {
    loop.execute(
        () -> {
          if (closing) {
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
          closing = true;
          workers.endAll();
          waiters.failAll(EngineException.closing());
          stopped.complete(null);
        });
    return stopped;
  }

  private CompletableFuture<Void> withExisting(
      String id, Function<LiveRun, CompletableFuture<Void>> step) {
    return onLoop(
        () ->
            runs.settled(id)
                .thenCompose(
                    found ->
                        step.apply(found.orElseThrow(() -> EngineException.noSuchInstance(id)))));
  }

  /** Runs the step on the loop's thread; what it throws ends the future. */
  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> step) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            pass(step.get(), answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                to.completeExceptionally(failure);
              } else {
                to.complete(value);
              }
            });
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
