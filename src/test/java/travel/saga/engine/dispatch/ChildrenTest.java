package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SendEventAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How children begin, and what becomes of parents and children when one of them ends. */
class ChildrenTest extends DrivenTest {
  private static final OrchestratorAction AGAIN =
      end(5, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again");

  @Test
  void beginsAChildOnceItIsStoredAndTellsItsParentOfTheEnd() throws Exception {
    WorkItem turn = begin("one");
    store.hold();
    var answer = worker.answer(turn, child(3, "kid"));
    settle();
    assertThat(get(engine.find("kid"))).isEmpty();
    GatedStore.Held creation = store.held();
    creation.store();
    store.open();
    get(answer);
    WorkItem kid = next();
    assertThat(id(kid)).isEqualTo("kid");
    assertThat(instance("kid").progress().isPending()).isTrue();
    assertThat(stats().instances().started()).isEqualTo(2);
    get(worker.answer(kid, complete(0, "done")));
    HistoryEvent told = news(next(), 1);
    assertThat(told.getSubOrchestrationInstanceCompleted().getTaskScheduledId()).isEqualTo(3);
    assertThat(told.getSubOrchestrationInstanceCompleted().getResult().getValue())
        .isEqualTo("done");
    assertThat(stats().instances().ended()).isEqualTo(1);
  }

  @Test
  void tellsWhoWaitsForAChildThatItIsThere() throws Exception {
    WorkItem turn = begin("one");
    var ended = engine.awaitCompletion("kid");
    get(worker.answer(turn, child(0, "kid")));
    get(worker.answer(next(), complete(0, "done")));
    assertThat(get(ended).payloads().output()).isEqualTo("done");
  }

  @Test
  void tellsTheParentOfAChildThatFailsFromTheEnginesSide() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), child(0, "kid")));
    OrchestratorAction sends =
        OrchestratorAction.newBuilder()
            .setSendEvent(SendEventAction.newBuilder().setName("e"))
            .build();
    get(worker.answer(next(), sends));
    assertThat(failed(next()).getErrorType()).isEqualTo("UnsupportedWorkflowAction");
  }

  @Test
  void tellsTheParentThatTheWorkerDidNotAnswerItsChild() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), child(0, "kid")));
    while (instanceIsActive("kid")) {
      next();
      pass(70_000);
    }
    assertThat(failed(next()).getErrorType()).isEqualTo("WorkflowTaskTimeout");
  }

  @Test
  void tellsTheParentOfATerminatedChildAlsoWhenItIsNotInMemory() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next()));
    assertThat(stats().instances().inMemory()).isZero();
    get(engine.terminate("kid", null, false));
    assertThat(failed(next()).getErrorType()).isEqualTo("WorkflowTerminated");
  }

  @Test
  void failsAChildWhoseIdAnotherRunHas() throws Exception {
    get(worker.answer(begin("taken")));
    get(worker.answer(begin("one"), child(0, "taken")));
    var failure = failed(next());
    assertThat(failure.getErrorType()).isEqualTo("AlreadyExists");
    assertThat(failure.getErrorMessage()).contains("'taken'");
    assertThat(instance("taken").identity().generation()).isEqualTo(1);
  }

  @Test
  void failsAChildWhoseIdAChildOfAnotherTaskHas() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next()));
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), child(1, "kid")));
    assertThat(failed(next()).getErrorType()).isEqualTo("AlreadyExists");
  }

  @Test
  void failsAChildWhoseIdAChildOfAnotherRunHas() throws Exception {
    get(worker.answer(begin("other"), child(0, "kid")));
    get(worker.answer(next()));
    get(worker.answer(begin("one"), child(0, "kid")));
    assertThat(failed(next()).getErrorType()).isEqualTo("AlreadyExists");
  }

  @Test
  void failsAChildThatHasItsParentsId() throws Exception {
    get(worker.answer(begin("one"), child(0, "one")));
    assertThat(failed(next()).getErrorType()).isEqualTo("AlreadyExists");
  }

  @Test
  void doesNotReplaceARunThatEndsWithTheTurnThatAsksForItsIdAsAChild() throws Exception {
    get(worker.answer(begin("one"), child(0, "one"), complete(1, "done")));
    settle();
    assertThat(instance("one").identity().generation()).isEqualTo(1);
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    assertNoWork();
  }

  @Test
  void replacesAnEndedRunWithAChild() throws Exception {
    get(worker.answer(begin("kid"), complete(0, "old")));
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next(), complete(0, "new")));
    assertThat(instance("kid").identity().generation()).isEqualTo(2);
    assertThat(news(next(), 1).getSubOrchestrationInstanceCompleted().getResult().getValue())
        .isEqualTo("new");
  }

  @Test
  void failsAChildOfAnotherApplication() throws Exception {
    OrchestratorAction foreign =
        child(0, "kid").toBuilder()
            .setRouter(TaskRouter.newBuilder().setTargetAppID("elsewhere"))
            .build();
    get(worker.answer(begin("one"), foreign));
    assertThat(failed(next()).getErrorType()).isEqualTo("NoSuchApplication");
    assertThat(get(engine.find("kid"))).isEmpty();
  }

  @Test
  void tellsNothingToAParentThatEnds() throws Exception {
    get(worker.answer(begin("taken")));
    get(worker.answer(begin("one"), child(0, "taken"), child(1, "kid"), complete(2, "done")));
    get(worker.answer(next(), complete(0, "done")));
    assertNoWork();
    assertThat(tables.row("one")).extracting(row -> row.inbox().size()).isEqualTo(0);
  }

  @Test
  void tellsAGenerationThatAsksAgainOfTheChildOfTheOneBefore() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    WorkItem kid = next();
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), AGAIN));
    get(worker.answer(next(), child(0, "kid")));
    assertNoWork();
    get(worker.answer(kid, complete(0, "done")));
    assertThat(news(next(), 1).hasSubOrchestrationInstanceCompleted()).isTrue();
  }

  @Test
  void handsOutATurnAgainWhoseRelativesCannotBeRead() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), child(0, "kid")));
    WorkItem kid = next();
    store.failingLoads.set(1);
    assertThat(failure(worker.answer(kid, complete(0, "done"))))
        .hasMessageContaining("cannot be read");
    pass(999);
    assertNoWork();
    pass(1);
    get(worker.answer(next(), complete(0, "done")));
    assertThat(news(next(), 1).hasSubOrchestrationInstanceCompleted()).isTrue();
  }

  @Test
  void answersNothingForATurnThatWasOvertakenWhileItsRelativesWereRead() throws Exception {
    open(withCache(0));
    WorkItem turn = begin("one");
    var answer = worker.answer(turn, child(0, "kid")); // it is looked for
    var ending = engine.terminate("one", "enough", false);
    get(answer);
    get(ending);
    assertThat(instance("one").payloads().output()).isEqualTo("enough");
    assertThat(get(engine.find("kid"))).isEmpty();
  }

  @Test
  void terminatesAllBelow() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), child(1, "ended")));
    get(worker.answer(next(), child(0, "grandchild"), activity(1, "a")));
    get(worker.answer(next(), complete(0, "done")));
    settle();
    open(withCache(0));
    settle();
    get(engine.terminate("one", "enough", true));
    settle();
    for (String id : List.of("one", "kid", "grandchild")) {
      assertThat(instance(id).progress().status())
          .as(id)
          .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
      assertThat(instance(id).payloads().output()).as(id).isEqualTo("enough");
    }
    assertThat(instance("ended").payloads().output()).isEqualTo("done");
    assertThat(tables.all()).allSatisfy(row -> assertThat(row.inbox()).isEmpty());
  }

  @Test
  void terminatesTheParentAlone() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next()));
    get(engine.terminate("one", "enough", false));
    assertThat(instanceIsActive("kid")).isTrue();
    get(engine.raise("kid", "e", null));
    assertThat(id(next())).isEqualTo("kid");
  }

  @Test
  void terminatesNoRunThatOnlyHasTheIdOfAChild() throws Exception {
    get(worker.answer(begin("taken")));
    get(worker.answer(begin("one"), child(0, "taken")));
    next(); // which tells that it failed, and is not answered
    get(engine.terminate("one", null, true));
    settle();
    assertThat(instanceIsActive("taken")).isTrue();
  }

  @Test
  void terminatesAChildLaterThatCannotBeReadWhenItsParentIs() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next(), child(0, "grandchild")));
    get(worker.answer(next()));
    assertThat(stats().instances().inMemory()).isZero();
    store.hold();
    var ending = engine.terminate("one", null, true);
    GatedStore.Held end = held();
    store.open();
    store.failingLoads.set(1); // of what is below the child
    end.store();
    get(ending);
    pass(999);
    assertThat(instanceIsActive("kid")).isTrue();
    pass(1);
    assertThat(instanceIsActive("kid")).isFalse();
    assertThat(instanceIsActive("grandchild")).isFalse();
  }

  @Test
  void carriesOutAfterARestartWhatAChildWasTold() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next(), activity(0, "a")));
    next();
    store.hold();
    var ending = engine.terminate("one", "enough", true);
    settle();
    store.held().store();
    get(ending);
    open();
    settle();
    assertThat(instance("kid").payloads().output()).isEqualTo("enough");
    assertNoWork();
  }

  private boolean instanceIsActive(String id) {
    return !instance(id).progress().isTerminal();
  }

  private static HistoryEvent news(WorkItem turn, int index) {
    return turn.getOrchestratorRequest().getNewEvents(index);
  }

  private static TaskFailureDetails failed(WorkItem turn) {
    return news(turn, 1).getSubOrchestrationInstanceFailed().getFailureDetails();
  }
}
