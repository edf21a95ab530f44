package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Instance;

/** A worker that takes items and does not answer, or goes away with them. */
class UnansweredTest {
  private static final Duration WATCHDOG = Duration.ofMinutes(1);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final DrivenEngine engine =
      new DrivenEngine(new DispatchSettings(10, 10, WATCHDOG, Duration.ZERO, 1_000_000));
  private final TestWorker worker = engine.connect();

  @Test
  void handsOutATurnAgainAfterAMinuteAndGrowingPausesAndFailsItsRunInTheEnd() throws Exception {
    begun("one");
    for (int pauseMillis : new int[] {1_000, 2_000, 4_000, 8_000}) {
      engine.pass(WATCHDOG.plusMillis(pauseMillis).minus(MILLI));
      assertThat(worker.hasNone()).as("before %s ms", pauseMillis).isTrue();
      engine.pass(MILLI);
      worker.next();
    }
    engine.pass(WATCHDOG.minus(MILLI));
    assertThat(find("one").progress().isTerminal()).isFalse();
    engine.pass(MILLI);
    Instance failed = find("one");
    assertThat(failed.progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
    assertThat(Objects.requireNonNull(failed.payloads().failure()).getErrorType())
        .isEqualTo("WorkflowTaskTimeout");
    engine.pass(DAY);
    assertThat(worker.hasNone()).isTrue();
  }

  @Test
  void forgetsWhatWasUnansweredOnceTheRunIsAnswered() throws Exception {
    WorkItem turn = begun("one");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3; i++) {
        engine.pass(WATCHDOG.plusSeconds(10)); // handed out again once in it
        turn = worker.next();
      }
      answer(turn, round);
      turn = worker.next();
    }
    assertThat(find("one").progress().isTerminal()).isFalse();
  }

  @Test
  void takesTheAnswerOfTheLastHandOutAlone() throws Exception {
    WorkItem first = begun("one");
    engine.pass(WATCHDOG.multipliedBy(2));
    WorkItem second = worker.next();
    engine.get(worker.answer(first, complete(0, "late")));
    assertThat(find("one").progress().isTerminal()).isFalse();
    engine.get(worker.answer(second, complete(0, "done")));
    assertThat(find("one").payloads().output()).isEqualTo("done");
  }

  /** An activity has no time limit here: it may take days, and its caller sets what it may take. */
  @Test
  void waitsForAnActivityHoweverLongItTakesAndGoesOnWithOthers() throws Exception {
    engine.get(worker.answer(begun("one"), activity(0, "a")));
    WorkItem slow = worker.next();
    engine.pass(DAY.multipliedBy(3));
    assertThat(worker.hasNone()).isTrue();
    engine.get(worker.answer(begun("two"), complete(0, "done")));
    engine.get(worker.finish(slow));
    engine.get(worker.answer(worker.next(), complete(1, "done")));
    assertThat(find("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void handsWhatAWorkerThatVanishedHeldToTheNextAtOnce() throws Exception {
    engine.get(worker.answer(begun("one"), activity(0, "a")));
    WorkItem task = worker.next();
    WorkItem turn = begun("two");
    engine.calls().disconnected(worker);
    TestWorker other = engine.connect();
    WorkItem[] again = {other.next(), other.next()};
    assertThat(again)
        .anyMatch(
            item ->
                item.getActivityRequest()
                    .getTaskExecutionId()
                    .equals(task.getActivityRequest().getTaskExecutionId()))
        .anyMatch(item -> item.getOrchestratorRequest().getInstanceId().equals("two"));
    engine.get(worker.answer(turn, complete(0, "late")));
    assertThat(find("two").progress().isTerminal()).isFalse();
    engine.pass(DAY); // the one that is held back by a silent worker fails; none is lost
    assertThat(find("one").progress().isTerminal()).isFalse();
  }

  /** None of the failures counts that are not the run's: no worker took it. */
  @Test
  void failsNoRunWhileThereIsNoWorker() throws Exception {
    begun("one");
    engine.calls().disconnected(worker);
    engine.pass(DAY);
    assertThat(find("one").progress().isTerminal()).isFalse();
    TestWorker other = engine.connect();
    engine.get(other.answer(other.next(), complete(0, "done")));
    assertThat(find("one").payloads().output()).isEqualTo("done");
  }

  private WorkItem begun(String id) throws InterruptedException {
    var unused = engine.calls().start(DrivenTest.request(id));
    engine.run();
    return worker.next();
  }

  private void answer(WorkItem turn, int round) throws InterruptedException {
    engine.get(worker.answer(turn, activity(round, "a")));
    engine.get(worker.finish(worker.next()));
  }

  private Instance find(String id) {
    return engine.get(engine.calls().find(id)).orElseThrow();
  }
}
