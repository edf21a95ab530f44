package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import travel.saga.SettableClock;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * An engine whose time passes only when the test says so, and which does nothing but when it is
 * told to; it can die and be started again.
 */
final class DrivenEngine {
  private static final int MOST_BURSTS = 10_000;

  final SettableClock clock = new SettableClock();
  private final MemoryTables tables = new MemoryTables();
  private final DispatchSettings settings;
  private DrivenLoop loop;
  private WorkflowEngine calls;

  DrivenEngine(DispatchSettings settings) {
    this.settings = settings;
    this.loop = new DrivenLoop(clock);
    this.calls = begin(loop);
  }

  private WorkflowEngine begin(DrivenLoop on) {
    WorkflowEngine engine =
        new WorkflowEngine(
            "reservations", settings, on.loop(), clock, new MemoryHistoryStore(tables));
    engine.start();
    return engine;
  }

  WorkflowEngine calls() {
    return calls;
  }

  /** The process is gone, and another takes up what it has stored. */
  void restart() {
    loop = new DrivenLoop(clock);
    calls = begin(loop);
  }

  TestWorker connect() {
    TestWorker worker = new TestWorker(calls);
    calls.connected(worker);
    run();
    return worker;
  }

  /** Until there is nothing to do at this moment. */
  void run() {
    loop.burst();
    for (int i = 0; loop.hasWork(); i++) {
      assertThat(i).as("bursts").isLessThan(MOST_BURSTS);
      loop.burst();
    }
  }

  <T> T get(CompletableFuture<T> future) {
    run();
    assertThat(future).isDone();
    return future.join();
  }

  /** Time passes, from one alarm to the next. */
  void pass(Duration time) {
    long left = time.toMillis();
    while (left > 0) {
      long step = loop.hasAlarm() ? Math.min(left, loop.millisToNextAlarm()) : left;
      clock.advance(Duration.ofMillis(step));
      left -= step;
      run();
    }
  }
}
