package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import org.junit.jupiter.api.Test;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Instance;

/** New runs that do again what an ended one did from one of its actions on. */
class RerunsTest extends DrivenTest {
  @Test
  void doesAnActivityAnewOnceTheNewRunIsStored() throws Exception {
    ended("source");
    store.hold();
    var rerunning = engine.rerun(from(0, "again"));
    assertWaits(rerunning);
    assertNoWork();
    store.held().store();
    store.open();
    assertThat(get(rerunning)).isEqualTo("again");
    assertThat(next().getActivityRequest().getOrchestrationInstance().getInstanceId())
        .isEqualTo("again");
    assertThat(stats().instances()).isEqualTo(new DispatchStats.Instances(2, 1, 2));
  }

  @Test
  void goesOnWithItsOwnHistory() throws Exception {
    ended("source");
    get(engine.rerun(from(0, "again")));
    get(worker.finish(next()));
    WorkItem turn = next();
    assertThat(id(turn)).isEqualTo("again");
    assertThat(news(turn))
        .containsExactly(EventTypeCase.ORCHESTRATORSTARTED, EventTypeCase.TASKCOMPLETED);
    get(worker.answer(turn, complete(1, "anew")));
    Instance again = instance("again");
    assertThat(again.payloads().output()).isEqualTo("anew");
    assertThat(again.identity().name()).isEqualTo("it");
    assertThat(again.identity().generation()).isEqualTo(1);
    assertThat(instance("source").payloads().output()).isEqualTo("done");
  }

  @Test
  void hasComeAsFarInTimeAsTheSource() throws Exception {
    ended("source");
    get(engine.rerun(from(0, "again")));
    assertThat(instance("again").extent().lastTurnMillis())
        .isEqualTo(instance("source").extent().lastTurnMillis())
        .isPositive();
  }

  @Test
  void setsATimerAnew() throws Exception {
    get(worker.answer(begin("source"), timer(0, clock.instant().plusSeconds(5))));
    pass(5_000);
    get(worker.answer(next(), complete(1, "done")));
    get(engine.rerun(from(0, "again")));
    WorkItem turn = next(); // its time is long past
    assertThat(id(turn)).isEqualTo("again");
    assertThat(news(turn)).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void givesAnIdOfItsOwnToARunForWhichNoneIsGiven() throws Exception {
    ended("source");
    String id = get(engine.rerun(from(0, "again").toBuilder().clearNewInstanceID().build()));
    assertThat(id).isNotEmpty().isNotEqualTo("source");
    assertThat(instance(id).progress().isTerminal()).isFalse();
  }

  @Test
  void tellsTheNewRunAtOnceOfAChildThatCannotBegin() throws Exception {
    get(worker.answer(begin("source"), child(0, "kid"), complete(1, "done")));
    get(worker.answer(next()));
    get(engine.rerun(from(0, "again").toBuilder().setNewChildWorkflowInstanceID("kid").build()));
    WorkItem turn = next();
    assertThat(id(turn)).isEqualTo("again");
    assertThat(news(turn)).endsWith(EventTypeCase.SUBORCHESTRATIONINSTANCEFAILED);
  }

  @Test
  void readsTheSourceThatIsNotInMemory() throws Exception {
    open(withCache(0));
    ended("source");
    assertThat(stats().instances().inMemory()).isZero();
    assertThat(get(engine.rerun(from(0, "again")))).isEqualTo("again");
  }

  @Test
  void refusesAnIdThatIsTakenWhileItWaitsForAChildsId() throws Exception {
    get(worker.answer(begin("source"), child(0, "kid"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    WorkItem former = begin("again:0000"); // as the child of the new run is to be called
    store.hold();
    worker.answer(former, complete(0, "done"));
    GatedStore.Held end = held();
    var rerunning = engine.rerun(from(0, "again"));
    assertWaits(rerunning);
    store.open();
    var starting = engine.start(request("again"));
    settle();
    end.store();
    assertThat(refusal(rerunning)).isEqualTo(Reason.ALREADY_ACTIVE);
    get(worker.answer(next(), complete(0, "done")));
    assertThat(get(starting)).isEqualTo("again");
  }

  @Test
  void refusesAnIdOfWhichItIsNotKnownWhetherItIsTaken() throws Exception {
    get(worker.answer(begin("source"), child(0, "kid"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    WorkItem former = begin("again:0000");
    store.hold();
    worker.answer(former, complete(0, "done"));
    GatedStore.Held end = held();
    var rerunning = engine.rerun(from(0, "again"));
    assertWaits(rerunning);
    var starting = engine.start(request("again"));
    held().fail();
    assertThat(failure(starting)).hasMessage("The disk is full.");
    end.store();
    assertThat(refusal(rerunning)).isEqualTo(Reason.ALREADY_ACTIVE);
  }

  @Test
  void refusesWhatCannotBeDoneAnew() throws Exception {
    ended("source");
    begin("active");
    assertRefused(from(0, "source"), Reason.INVALID);
    assertRefused(from(0, ""), Reason.INVALID);
    assertRefused(of("", 0), Reason.INVALID);
    assertRefused(of("active", 0), Reason.INVALID);
    assertRefused(of("missing", 0), Reason.NO_SUCH_INSTANCE);
    assertRefused(from(7, "again"), Reason.NO_SUCH_INSTANCE);
    assertRefused(from(0, "active"), Reason.ALREADY_ACTIVE);
    assertRefused(
        from(0, "again").toBuilder().setNewChildWorkflowInstanceID("kid").build(), Reason.INVALID);
    assertThat(get(engine.find("again"))).isEmpty();
  }

  @Test
  void refusesAChild() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next(), activity(0, "a"), complete(1, "done")));
    assertRefused(of("kid", 0), Reason.INVALID);
  }

  /** A run with one activity, which has ended. */
  private void ended(String id) throws Exception {
    get(worker.answer(begin(id), activity(0, "a")));
    get(worker.finish(next()));
    get(worker.answer(next(), complete(1, "done")));
  }

  private void assertRefused(RerunWorkflowFromEventRequest request, Reason why) {
    assertThat(refusal(engine.rerun(request))).isEqualTo(why);
  }

  private static RerunWorkflowFromEventRequest from(int eventId, String newId) {
    return of("source", eventId).toBuilder().setNewInstanceID(newId).build();
  }

  private static RerunWorkflowFromEventRequest of(String source, int eventId) {
    return RerunWorkflowFromEventRequest.newBuilder()
        .setSourceInstanceID(source)
        .setEventID(eventId)
        .setNewInstanceID("again")
        .build();
  }
}
