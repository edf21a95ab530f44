package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ended runs are purged in their time: completed ones after a day, failed ones after an hour. */
class ExpiryTest extends DrivenTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final OrchestratorAction FAILED =
      end(0, OrchestrationStatus.ORCHESTRATION_STATUS_FAILED, "");

  @Override
  DispatchSettings settings() {
    return super.settings().withRetention(new Retention(null, DAY, HOUR, null));
  }

  @Test
  void purgesInItsTimeAndNotBefore() throws Exception {
    run("one");
    pass(DAY.minus(MILLI));
    assertThat(exists("one")).isTrue();
    pass(MILLI);
    assertThat(exists("one")).isFalse();
  }

  @Test
  void purgesEachInItsOwnTime() throws Exception {
    run("completed");
    get(worker.answer(begin("failed"), FAILED));
    get(worker.answer(begin("running")));
    begin("terminated");
    get(engine.terminate("terminated", null, false));
    pass(HOUR);
    assertThat(exists("failed")).isFalse();
    assertThat(exists("completed")).isTrue();
    pass(DAY.minus(HOUR));
    assertThat(exists("completed")).isFalse();
    pass(DAY.multipliedBy(100));
    assertThat(exists("running")).isTrue();
    assertThat(exists("terminated")).isTrue();
  }

  @Test
  void keepsOneAlarmForTheFirst() throws Exception {
    run("one");
    int before = driven.loop().alarms();
    run("two");
    assertThat(driven.loop().alarms()).isEqualTo(before + 1); // of the start of the second
  }

  @Test
  void purgesMoreThanItLooksAtAtATime() throws Exception {
    for (int i = 0; i < 70; i++) {
      run("run-" + i);
    }
    pass(DAY);
    assertThat(tables.all()).isEmpty();
  }

  @Test
  void purgesWhatFellDueWhileItWasClosed() throws Exception {
    run("one");
    clock.advance(DAY);
    open(settings().withRetention(Retention.FOR_EVER)); // what is stored counts
    settle();
    assertThat(exists("one")).isFalse();
  }

  @Test
  void purgesAfterARestartWhatFallsDueLater() throws Exception {
    run("one");
    open();
    pass(DAY.minus(MILLI));
    assertThat(exists("one")).isTrue();
    pass(MILLI);
    assertThat(exists("one")).isFalse();
  }

  @Test
  void triesAgainWhenTheStoreCannotBeRead() throws Exception {
    run("one");
    store.failingSweeps.set(1);
    pass(DAY.plusSeconds(10).minus(MILLI));
    assertThat(exists("one")).isTrue();
    pass(MILLI);
    assertThat(exists("one")).isFalse();
  }

  @Test
  void triesAgainWhenThePurgeCannotBeStored() throws Exception {
    run("one");
    pass(DAY.minus(MILLI));
    store.hold();
    pass(MILLI);
    store.open();
    store.held().fail();
    pass(9_999);
    assertThat(exists("one")).isTrue();
    pass(1);
    assertThat(exists("one")).isFalse();
  }

  @Test
  void keepsARunThatHasBegunAnew() throws Exception {
    run("one");
    get(worker.answer(begin("one")));
    pass(DAY.multipliedBy(2));
    assertThat(exists("one")).isTrue();
  }

  @Test
  void keepsARunThatIsJustBeginningAnew() throws Exception {
    run("one");
    pass(DAY.minus(MILLI));
    store.hold();
    var unused = engine.start(request("one"));
    settle();
    GatedStore.Held anew = store.held();
    pass(MILLI);
    assertThat(store.holdsNone()).isTrue();
    store.open();
    anew.store();
    get(worker.answer(next()));
    pass(DAY);
    assertThat(instance("one").identity().generation()).isEqualTo(2);
  }

  @Test
  void looksAgainForWhatFellDueWhileItPurged() throws Exception {
    run("one");
    pass(HOUR);
    run("two");
    pass(DAY.minus(HOUR).minus(MILLI));
    store.hold();
    pass(MILLI);
    GatedStore.Held purge = store.held();
    store.open();
    get(worker.answer(begin("three"), FAILED));
    pass(HOUR);
    assertThat(exists("two")).isTrue();
    assertThat(exists("three")).isTrue();
    purge.store();
    settle();
    assertThat(tables.all()).isEmpty();
  }

  @Test
  void looksForNothingThatIsGone() throws Exception {
    run("one");
    get(worker.answer(begin("two"), FAILED));
    get(engine.purge("one", false, false));
    pass(HOUR);
    assertThat(tables.all()).isEmpty();
    store.failingSweeps.set(1);
    pass(DAY);
    assertThat(store.failingSweeps).hasValue(1);
  }

  private void run(String id) throws Exception {
    get(worker.answer(begin(id), complete(0, "done")));
  }

  private boolean exists(String id) {
    return get(engine.find(id)).isPresent();
  }
}
