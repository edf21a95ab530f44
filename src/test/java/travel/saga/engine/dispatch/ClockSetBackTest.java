package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.engine.history.Events;

/** A clock that is set back an hour, while the engine runs and while it does not. */
class ClockSetBackTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final DrivenEngine engine =
      new DrivenEngine(
          new DispatchSettings(10, 10, Duration.ofHours(9), Duration.ZERO, 1_000_000)
              .withRetention(new Retention(DAY, null, null, null)));
  private TestWorker worker = engine.connect();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firesATimerAfterItsWhile(boolean whileDown) throws Exception {
    answer(begun("one"), timer(0, turnTimeIn(TEN_MINUTES)));
    setBack(whileDown);
    engine.pass(TEN_MINUTES.minus(MILLI));
    assertThat(worker.hasNone()).isTrue();
    engine.pass(MILLI);
    assertThat(firedTimers(worker.next())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firesATimerAfterItsWhileThatIsSetAfterwards(boolean whileDown) throws Exception {
    answer(begun("one"), activity(0, "a"));
    WorkItem task = worker.next();
    setBack(whileDown);
    engine.pass(MILLI); // two turns of a run have not the same
    worker.finish(whileDown ? worker.next() : task);
    engine.run();
    WorkItem turn = worker.next();
    answer(turn, timer(1, time(turn).plus(TEN_MINUTES)));
    engine.pass(TEN_MINUTES.minus(MILLI));
    assertThat(worker.hasNone()).isTrue();
    engine.pass(MILLI);
    assertThat(firedTimers(worker.next())).isEqualTo(1);
  }

  @Test
  void firesNothingEarlyWhoseClockIsSetRightAgain() throws Exception {
    answer(begun("one"), timer(0, turnTimeIn(TEN_MINUTES)));
    engine.clock.setBack(HOUR);
    engine.pass(Duration.ofMinutes(5));
    engine.clock.setBack(HOUR.negated());
    engine.pass(Duration.ofMinutes(5).minus(MILLI));
    assertThat(worker.hasNone()).isTrue();
    engine.pass(MILLI);
    assertThat(firedTimers(worker.next())).isEqualTo(1);
  }

  /** Each time is later than the one before, whatever the clock says. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesTheTurnsOfARunGrowingTimes(boolean whileDown) throws Exception {
    List<Instant> times = new ArrayList<>();
    WorkItem turn = begun("one");
    for (int i = 0; i < 10; i++) {
      times.add(time(turn));
      answer(turn, activity(i, "a"));
      WorkItem task = worker.next();
      setBack(whileDown);
      worker.finish(whileDown ? worker.next() : task);
      engine.run();
      turn = worker.next();
    }
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  /** It was asked for a time of day, and the clock says what that is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void startsWhatIsForLaterAtItsTimeOfDay(boolean whileDown) throws Exception {
    engine.get(
        started(
            DrivenTest.request("one").toBuilder()
                .setScheduledStartTimestamp(
                    Events.timestamp(engine.clock.instant().plus(TEN_MINUTES)))));
    setBack(whileDown);
    engine.pass(HOUR.plus(TEN_MINUTES).minus(MILLI));
    assertThat(worker.hasNone()).isTrue();
    engine.pass(MILLI);
    answer(worker.next(), complete(0, "done"));
  }

  @Test
  void givesEventsLaterTimesThanThoseThatWaitedWhileItWasDown() throws Exception {
    answer(begun("one"));
    engine.calls().disconnected(worker);
    engine.pass(TEN_MINUTES);
    engine.get(engine.calls().raise("one", "first", null));
    setBack(true);
    WorkItem first = worker.next();
    answer(first);
    engine.get(engine.calls().raise("one", "second", null));
    assertThat(timeOfEvent(worker.next())).isAfter(timeOfEvent(first));
  }

  @Test
  void keepsWhatHasEndedForItsTimeWhileItRuns() throws Exception {
    answer(begun("one"), complete(0, "done"));
    engine.clock.setBack(HOUR);
    engine.pass(DAY.minus(MILLI));
    assertThat(found("one")).isTrue();
    engine.pass(MILLI);
    assertThat(found("one")).isFalse();
  }

  @Test
  void keepsWhatHasEndedLongerByAsMuchWhereItWasDown() throws Exception {
    answer(begun("one"), complete(0, "done"));
    setBack(true);
    engine.pass(DAY);
    assertThat(found("one")).isTrue();
    engine.pass(HOUR);
    assertThat(found("one")).isFalse();
  }

  private void setBack(boolean whileDown) {
    engine.clock.setBack(HOUR);
    if (whileDown) {
      engine.restart();
      worker = engine.connect();
    }
  }

  private WorkItem begun(String id) throws InterruptedException {
    var unused = started(DrivenTest.request(id).toBuilder());
    return worker.next();
  }

  private CompletableFuture<String> started(CreateInstanceRequest.Builder request) {
    var starting = engine.calls().start(request.build());
    engine.run();
    return starting;
  }

  private void answer(WorkItem turn, OrchestratorAction... actions) {
    engine.get(worker.answer(turn, actions));
  }

  private boolean found(String id) {
    return engine.get(engine.calls().find(id)).isPresent();
  }

  private Instant turnTimeIn(Duration time) {
    return engine.clock.instant().plus(time);
  }

  private static Instant time(WorkItem turn) {
    return Events.instant(turn.getOrchestratorRequest().getNewEvents(0).getTimestamp());
  }

  private static Instant timeOfEvent(WorkItem turn) {
    return Events.instant(turn.getOrchestratorRequest().getNewEvents(1).getTimestamp());
  }

  private static long firedTimers(WorkItem turn) {
    Instant time = time(turn);
    return turn.getOrchestratorRequest().getNewEventsList().stream()
        .filter(HistoryEvent::hasTimerFired)
        .filter(fired -> !Events.instant(fired.getTimerFired().getFireAt()).isAfter(time))
        .count();
  }
}
