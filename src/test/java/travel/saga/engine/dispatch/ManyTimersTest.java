package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand timers that are due in one moment. */
class ManyTimersTest {
  private static final int TIMERS = 10_000;
  private static final int TURNS = 64;
  private static final int MOST_AT_A_TIME = 256; // that are read, and that wait for a worker
  private static final Duration HOUR = Duration.ofHours(1);

  private final DrivenEngine engine =
      new DrivenEngine(new DispatchSettings(TURNS, 64, HOUR.multipliedBy(9), Duration.ZERO, 0));
  private final Map<String, Integer> fired = new HashMap<>();
  private TestWorker worker = engine.connect();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firesEachOnceAFewAtATime(boolean afterARestart) throws Exception {
    setAll();
    if (afterARestart) {
      engine.clock.advance(HOUR);
      engine.restart();
      worker = engine.connect();
    } else {
      engine.pass(HOUR);
    }
    while (!worker.hasNone()) {
      DispatchStats stats = engine.calls().stats();
      assertThat(stats.turns().inFlight()).isLessThanOrEqualTo(TURNS);
      assertThat(stats.instances().inMemory()).isLessThanOrEqualTo(TURNS + 2 * MOST_AT_A_TIME);
      end(worker.next());
    }
    assertThat(fired).hasSize(TIMERS).allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void letsOtherWorkIntoTheirMidst() throws Exception {
    setAll();
    engine.pass(HOUR);
    var unused = engine.calls().start(DrivenTest.request("another"));
    engine.run();
    int before = 0;
    WorkItem turn = worker.next();
    while (!id(turn).equals("another")) {
      before++;
      end(turn);
      turn = worker.next();
    }
    assertThat(before).isLessThanOrEqualTo(TURNS + 2 * MOST_AT_A_TIME);
  }

  @Test
  void keepsThemWhileThereIsNoWorker() throws Exception {
    setAll();
    engine.calls().disconnected(worker);
    engine.pass(HOUR);
    assertThat(engine.calls().stats().instances().inMemory())
        .isLessThanOrEqualTo(2 * MOST_AT_A_TIME);
    worker = engine.connect();
    while (!worker.hasNone()) {
      end(worker.next());
    }
    assertThat(fired).hasSize(TIMERS);
  }

  private void setAll() throws InterruptedException {
    Instant due = engine.clock.instant().plus(HOUR);
    for (int i = 0; i < TIMERS; i++) {
      var starting = engine.calls().start(DrivenTest.request("run-" + i));
      engine.run();
      var answer = worker.answer(worker.next(), timer(0, due));
      engine.run();
      assertThat(answer).isCompleted();
      assertThat(starting).isCompleted();
    }
  }

  private void end(WorkItem turn) {
    for (HistoryEvent event : turn.getOrchestratorRequest().getNewEventsList()) {
      if (event.hasTimerFired()) {
        fired.merge(id(turn), 1, Integer::sum);
      }
    }
    var unused = worker.answer(turn, complete(1, "done"));
    engine.run();
  }

  private static String id(WorkItem turn) {
    return turn.getOrchestratorRequest().getInstanceId();
  }
}
