package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import travel.saga.SettableClock;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * A test of an engine without threads, whose time passes when the test says so; with one worker.
 */
abstract class DrivenTest {
  private static final int MOST_BURSTS = 10_000;

  final SettableClock clock = new SettableClock();
  final MemoryTables tables = new MemoryTables();
  DrivenLoop driven;
  GatedStore store;
  WorkflowEngine engine;
  TestWorker worker;

  DispatchSettings settings() {
    return new DispatchSettings(10, 10, Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000);
  }

  /** As {@link #settings}, with so much memory for runs that nobody works on. */
  final DispatchSettings withCache(long bytes) {
    DispatchSettings others = settings();
    return new DispatchSettings(
        others.maxWorkflows(),
        others.maxActivities(),
        others.watchdog(),
        others.startWait(),
        bytes,
        others.maxPayloadBytes(),
        others.retention());
  }

  @BeforeEach
  void open() {
    open(settings());
  }

  /** Opens what an engine left, of which nothing more happens. */
  final void open(DispatchSettings settings) {
    driven = new DrivenLoop(clock);
    store = new GatedStore(new MemoryHistoryStore(tables), driven.loop());
    engine = new WorkflowEngine("reservations", settings, driven.loop(), clock, store);
    engine.start();
    worker = connect();
  }

  final TestWorker connect() {
    TestWorker another = new TestWorker(engine);
    engine.connected(another);
    return another;
  }

  final void disconnect(TestWorker gone) {
    gone.ended = true;
    engine.disconnected(gone);
  }

  /** Does all that there is to do now. */
  final void settle() {
    driven.burst();
    for (int i = 0; driven.hasWork(); i++) {
      assertThat(i).as("bursts").isLessThan(MOST_BURSTS);
      driven.burst();
    }
  }

  /** Does all that there is to do in this time. */
  final void pass(Duration time) {
    settle();
    long left = time.toMillis();
    for (int i = 0; driven.hasAlarm() && driven.millisToNextAlarm() <= left; i++) {
      assertThat(i).as("alarms").isLessThan(MOST_BURSTS);
      long step = driven.millisToNextAlarm();
      clock.advance(Duration.ofMillis(step));
      left -= step;
      settle();
    }
    clock.advance(Duration.ofMillis(left));
  }

  final void pass(long millis) {
    pass(Duration.ofMillis(millis));
  }

  final <T> T get(CompletableFuture<T> future) {
    settle();
    assertThat(future).isDone();
    return future.join();
  }

  final void assertWaits(CompletableFuture<?> future) {
    settle();
    assertThat(future).isNotDone();
  }

  /** Why the engine refused. */
  final EngineException.Reason refusal(CompletableFuture<?> call) {
    return ((EngineException) failure(call)).reason();
  }

  final Throwable failure(CompletableFuture<?> call) {
    settle();
    assertThat(call).isCompletedExceptionally();
    try {
      call.join();
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("it has not failed");
  }

  /** The next item of the worker. */
  final WorkItem next() {
    return next(worker);
  }

  final WorkItem next(TestWorker of) {
    settle();
    return of.next();
  }

  final void assertNoWork() {
    settle();
    assertThat(worker.hasNone()).as("no work").isTrue();
  }

  /** What is to be stored next, and is held back. */
  final GatedStore.Held held() {
    settle();
    return store.held();
  }

  /** The ids that callers wait for. */
  final int awaitedIds() {
    settle();
    return engine.awaitedIds();
  }

  static CreateInstanceRequest request(String id) {
    return CreateInstanceRequest.newBuilder().setInstanceId(id).setName("it").build();
  }

  /** Starts a run; its first turn. */
  final WorkItem begin(String id) {
    var unused = engine.start(request(id));
    return next();
  }

  final Instance instance(String id) {
    return get(engine.find(id)).orElseThrow();
  }

  final DispatchStats stats() {
    settle();
    return engine.stats();
  }

  static String id(WorkItem turn) {
    return turn.getOrchestratorRequest().getInstanceId();
  }

  static List<HistoryEvent.EventTypeCase> news(WorkItem turn) {
    return turn.getOrchestratorRequest().getNewEventsList().stream()
        .map(HistoryEvent::getEventTypeCase)
        .toList();
  }
}
