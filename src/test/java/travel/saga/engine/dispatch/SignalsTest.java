package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What callers tell a run, and when they have their answer. */
class SignalsTest extends DrivenTest {
  @Test
  void deliversAnEventWithItsInputOnceItIsStored() throws Exception {
    get(worker.answer(begin("one")));
    store.hold();
    var raising = engine.raise("one", "e", "in");
    assertWaits(raising);
    store.held().store();
    get(raising);
    var raised = next().getOrchestratorRequest().getNewEvents(1).getEventRaised();
    assertThat(raised.getName()).isEqualTo("e");
    assertThat(raised.getInput().getValue()).isEqualTo("in");
  }

  @Test
  void refusesWhatIsForNobody() {
    for (CompletableFuture<?> call :
        List.<CompletableFuture<?>>of(
            engine.raise("none", "e", null),
            engine.suspend("none", null),
            engine.resume("none", null),
            engine.terminate("none", null, false),
            engine.purge("none", false, false))) {
      assertThat(refusal(call)).isEqualTo(EngineException.Reason.NO_SUCH_INSTANCE);
    }
  }

  @Test
  void dropsWhatIsForARunThatHasEnded() throws Exception {
    get(worker.answer(begin("one"), complete(0, "done")));
    get(engine.raise("one", "e", null));
    get(engine.suspend("one", null));
    get(engine.resume("one", null));
    get(engine.terminate("one", "enough", false));
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertThat(instance("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void answersASuspensionOnceTheRunStandsStill() throws Exception {
    get(worker.answer(begin("one")));
    var suspending = engine.suspend("one", "why");
    WorkItem turn = next();
    assertThat(
            turn.getOrchestratorRequest()
                .getNewEvents(1)
                .getExecutionSuspended()
                .getInput()
                .getValue())
        .isEqualTo("why");
    assertWaits(suspending);
    get(worker.answer(turn));
    get(suspending);
    assertThat(instance("one").progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
    var resuming = engine.resume("one", "go");
    turn = next();
    assertThat(
            turn.getOrchestratorRequest()
                .getNewEvents(1)
                .getExecutionResumed()
                .getInput()
                .getValue())
        .isEqualTo("go");
    assertWaits(resuming);
    get(worker.answer(turn));
    get(resuming);
    assertThat(instance("one").progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
  }

  @Test
  void answersASuspensionWhenTheRunEndsInstead() throws Exception {
    get(worker.answer(begin("one")));
    var suspending = engine.suspend("one", null);
    get(worker.answer(next(), complete(0, "done")));
    get(suspending);
  }

  @Test
  void refusesASuspensionWhenTheRunIsStalledInstead() throws Exception {
    get(worker.answer(begin("one")));
    var suspending = engine.suspend("one", null);
    get(worker.answer(next(), end(0, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, "")));
    assertThat(refusal(suspending)).isEqualTo(EngineException.Reason.STALLED);
  }

  @Test
  void takesNothingForARunThatIsStalled() throws Exception {
    get(worker.answer(begin("one"), end(0, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, "")));
    for (CompletableFuture<?> call :
        List.<CompletableFuture<?>>of(
            engine.raise("one", "e", null),
            engine.suspend("one", null),
            engine.terminate("one", null, false),
            engine.purge("one", false, false))) {
      assertThat(refusal(call)).isEqualTo(EngineException.Reason.STALLED);
    }
  }

  @Test
  void terminatesARunHereAndNow() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    get(engine.raise("one", "e", null));
    next(); // the activity
    next(); // a turn, which comes to nothing
    get(engine.terminate("one", "enough", false));
    assertThat(instance("one").progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
    assertThat(instance("one").payloads().output()).isEqualTo("enough");
    assertThat(get(engine.history("one")))
        .extracting(event -> event.getEventTypeCase())
        .endsWith(
            EventTypeCase.EVENTRAISED,
            EventTypeCase.EXECUTIONTERMINATED,
            EventTypeCase.EXECUTIONCOMPLETED);
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertThat(tables.all().get(0).tasks()).isEmpty();
    assertThat(stats().turns().inFlight()).isZero();
    assertThat(stats().instances().ended()).isEqualTo(1);
  }

  @Test
  void answersATerminationOnceItIsStored() throws Exception {
    begin("one");
    store.hold();
    var ending = engine.terminate("one", null, false);
    assertWaits(ending);
    assertThat(instance("one").progress().isPending()).isTrue();
    store.held().store();
    get(ending);
    assertThat(instance("one").progress().isTerminal()).isTrue();
  }

  @Test
  void tellsWhoWaitsForTheEnd() throws Exception {
    var begun = engine.awaitStart("one");
    var ended = engine.awaitCompletion("one");
    WorkItem turn = begin("one");
    assertWaits(begun);
    get(worker.answer(turn));
    assertThat(get(begun).identity().id()).isEqualTo("one");
    assertWaits(ended);
    get(engine.terminate("one", "enough", false));
    assertThat(get(ended).payloads().output()).isEqualTo("enough");
    assertThat(get(engine.awaitCompletion("one")).payloads().output()).isEqualTo("enough");
    assertThat(engine.awaitedIds()).isZero();
  }

  @Test
  void tellsWhoWaitsThatTheStoreCannotBeRead() {
    store.failingFinds.set(1);
    assertThat(failure(engine.awaitCompletion("one"))).hasMessage("The disk cannot be read.");
    assertThat(engine.awaitedIds()).isZero();
  }
}
