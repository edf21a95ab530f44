package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;
import static travel.saga.engine.Actions.timer;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Instance;

/** A run that continues as new. */
class RestartsTest extends DrivenTest {
  private static final OrchestratorAction AGAIN =
      end(9, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again");

  @Test
  void beginsAnewWithTheInputItGaveItself() throws Exception {
    WorkItem first = beginWithInput("one", "in");
    get(worker.answer(first, AGAIN));
    WorkItem second = next();
    assertThat(second.getOrchestratorRequest().getPastEventsList()).isEmpty();
    assertThat(news(second))
        .containsExactly(EventTypeCase.ORCHESTRATORSTARTED, EventTypeCase.EXECUTIONSTARTED);
    var started = second.getOrchestratorRequest().getNewEvents(1).getExecutionStarted();
    assertThat(started.getName()).isEqualTo("it");
    assertThat(started.getInput().getValue()).isEqualTo("again");
    assertThat(started.getOrchestrationInstance().getExecutionId())
        .isEqualTo(second.getOrchestratorRequest().getExecutionId())
        .isNotEqualTo(first.getOrchestratorRequest().getExecutionId());
    Instance one = instance("one");
    assertThat(one.identity().generation()).isEqualTo(2);
    assertThat(one.progress().status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    assertThat(one.payloads().input()).isEqualTo("again");
    assertThat(stats().instances()).isEqualTo(new DispatchStats.Instances(1, 0, 1));
  }

  @Test
  void beginsAnewWithoutInputWhereItGaveNone() throws Exception {
    OrchestratorAction silent =
        OrchestratorAction.newBuilder()
            .setCompleteOrchestration(
                CompleteOrchestrationAction.newBuilder()
                    .setOrchestrationStatus(
                        OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW))
            .build();
    get(worker.answer(beginWithInput("one", "in"), silent));
    WorkItem second = next();
    assertThat(second.getOrchestratorRequest().getNewEvents(1).getExecutionStarted().hasInput())
        .isFalse();
    assertThat(instance("one").payloads().input()).isNull();
  }

  @Test
  void takesTheNameFromAnEarlierTurn() throws Exception {
    get(worker.answer(begin("one")));
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), AGAIN));
    assertThat(next().getOrchestratorRequest().getNewEvents(1).getExecutionStarted().getName())
        .isEqualTo("it");
  }

  @Test
  void leavesTheNewRunWhatCallersSentButNoAnswersToTheOld() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a"), timer(1, clock.instant())));
    List<WorkItem> items = List.of(next(), next()); // the timer has fired
    boolean turnFirst = items.get(0).hasOrchestratorRequest();
    get(engine.raise("one", "before", null));
    var suspending = engine.suspend("one", null);
    var resuming = engine.resume("one", null);
    get(worker.finish(items.get(turnFirst ? 1 : 0)));
    get(worker.answer(items.get(turnFirst ? 0 : 1), AGAIN));
    WorkItem second = next();
    assertThat(news(second))
        .containsExactly(
            EventTypeCase.ORCHESTRATORSTARTED,
            EventTypeCase.EXECUTIONSTARTED,
            EventTypeCase.EVENTRAISED,
            EventTypeCase.EXECUTIONSUSPENDED,
            EventTypeCase.EXECUTIONRESUMED);
    get(worker.answer(second));
    get(resuming);
    assertWaits(suspending); // it went by
  }

  @Test
  void putsWhatTheOldRunCarriesOverBeforeWhatCameMeanwhile() throws Exception {
    get(worker.answer(begin("one")));
    get(engine.raise("one", "carried", null));
    WorkItem turn = next();
    HistoryEvent carried = turn.getOrchestratorRequest().getNewEvents(1);
    get(engine.raise("one", "meanwhile", null));
    OrchestratorAction.Builder again = AGAIN.toBuilder();
    again.getCompleteOrchestrationBuilder().addCarryoverEvents(carried);
    get(worker.answer(turn, again.build()));
    assertThat(TestWorker.raised(next())).containsExactly("carried", "meanwhile");
  }

  @Test
  void staysSuspendedIfTheLastWordItWasShownWasThat() throws Exception {
    get(worker.answer(begin("one")));
    WorkItem turn = shown("one", List.of("suspend", "resume", "suspend"));
    get(worker.answer(turn, AGAIN));
    assertThat(news(next())).endsWith(EventTypeCase.EXECUTIONSUSPENDED).hasSize(3);
  }

  @Test
  void isNotSuspendedIfItWasShownThatItIsToGoOn() throws Exception {
    get(worker.answer(begin("one")));
    WorkItem turn = shown("one", List.of("suspend", "resume"));
    get(worker.answer(turn, AGAIN));
    assertThat(news(next())).hasSize(2);
  }

  @Test
  void isSuspendedAndGoesOnInTheNewRun() throws Exception {
    get(worker.answer(begin("one")));
    var suspending = engine.suspend("one", null);
    get(worker.answer(next(), AGAIN));
    assertWaits(suspending);
    get(worker.answer(next()));
    get(suspending);
    var resuming = engine.resume("one", null);
    assertWaits(resuming);
    get(worker.answer(next(), complete(0, "done")));
    get(resuming);
  }

  /** A turn that shows all of these words. */
  private WorkItem shown(String id, List<String> words) throws Exception {
    disconnect(worker);
    for (String word : words) {
      var unused = word.equals("suspend") ? engine.suspend(id, null) : engine.resume(id, null);
    }
    worker = connect();
    return next();
  }

  @Test
  void forgetsTheActivitiesOfTheOldRun() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), AGAIN));
    WorkItem second = next();
    get(worker.finish(activity));
    assertThat(stats().activities().completed()).isZero();
    assertThat(tables.all().get(0).tasks()).isEmpty();
    get(worker.answer(second, complete(0, "done")));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void showsTheNewRunOnceItIsStored() throws Exception {
    WorkItem turn = begin("one");
    var begun = engine.awaitStart("one");
    store.hold();
    worker.answer(turn, AGAIN);
    assertWaits(begun);
    assertThat(instance("one").identity().generation()).isEqualTo(1);
    store.held().store();
    assertThat(get(begun).identity().generation()).isEqualTo(2);
  }

  @Test
  void beginsAnewAfterARestart() throws Exception {
    get(worker.answer(begin("one"), AGAIN));
    open();
    var started = next().getOrchestratorRequest().getNewEvents(1).getExecutionStarted();
    assertThat(started.getInput().getValue()).isEqualTo("again");
  }

  private WorkItem beginWithInput(String id, String input) throws Exception {
    var unused = engine.start(request(id).toBuilder().setInput(StringValue.of(input)).build());
    return next();
  }
}
