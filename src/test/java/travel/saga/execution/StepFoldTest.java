package travel.saga.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepFoldTest {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final UndoPairs PAIRS =
      new UndoPairs(
          Map.of(
              "reserve-flight", "cancel-flight",
              "confirm-flight", "cancel-flight",
              "reserve-car", "cancel-car"));
  private static final String REFUSED = "{\"refused\":{\"code\":\"none\",\"message\":\"No.\"}}";
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Failure FAULT = new Failure("Fault", "It broke.");

  private final List<StepEvent> events = new ArrayList<>();
  private int seconds;

  @Test
  void tellsTheStepsInTheOrderInWhichTheyBegan() {
    call(0, "reserve-flight", 1);
    answer(0, "{\"reference\":\"F\"}");
    call(1, "reserve-car", 1);

    assertThat(steps(false))
        .extracting(StepRun::name)
        .containsExactly("reserve-flight", "reserve-car");
    assertThat(steps(false))
        .extracting(StepRun::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.RUNNING);
    assertThat(steps(false).get(0).attempts())
        .containsExactly(
            new Attempt(
                1,
                0,
                StepStatus.COMPLETED,
                at(1),
                at(2),
                input(1),
                "{\"reference\":\"F\"}",
                null,
                TRACE_ID));
  }

  @Test
  void gathersTheAttemptsOfAStepAndThePauseBeforeTheNext() {
    call(0, "reserve-car", 1);
    fail(0);
    pause(1, 60);

    StepRun waiting = only("reserve-car", false);
    assertThat(waiting.status()).isEqualTo(StepStatus.WAITING);
    assertThat(waiting.nextAttemptAt()).isEqualTo(at(60));
    assertThat(waiting.attempts()).extracting(Attempt::error).containsExactly(FAULT);

    fire(1);
    call(2, "reserve-car", 2);
    answer(2, "{}");

    StepRun done = only("reserve-car", false);
    assertThat(done.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(done.nextAttemptAt()).isNull();
    assertThat(done.attempts())
        .extracting(Attempt::number, Attempt::eventId, Attempt::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 0, StepStatus.FAILED),
            org.assertj.core.groups.Tuple.tuple(2, 2, StepStatus.COMPLETED));
  }

  @Test
  void tellsARefusalFromAFaultAndWhatUndidIt() {
    call(0, "reserve-flight", 1);
    answer(0, "{}");
    call(1, "reserve-car", 1);
    answer(1, REFUSED);
    call(2, "cancel-car", 1);
    answer(2, "{}");
    call(3, "cancel-flight", 1);

    assertThat(only("reserve-car", false).status()).isEqualTo(StepStatus.REFUSED);
    assertThat(only("reserve-car", false).undoneBy()).isEqualTo("cancel-car");
    assertThat(only("reserve-flight", false).undoneBy()).as("not yet").isNull();
    assertThat(only("cancel-car", false).compensation()).isTrue();
    assertThat(only("reserve-car", false).compensation()).isFalse();

    answer(3, "{}");
    assertThat(only("reserve-flight", false).undoneBy()).isEqualTo("cancel-flight");
  }

  @Test
  void takesAnAttemptThatWasPostponedForOneThatFailed() {
    call(0, "reserve-car", 1);
    answer(0, "{\"postponed\":{\"delay\":\"PT5S\",\"message\":\"Left alone.\"}}");
    pause(1, 60);

    StepRun waiting = only("reserve-car", false);
    assertThat(waiting.status()).isEqualTo(StepStatus.WAITING);
    assertThat(waiting.nextAttemptAt()).isEqualTo(at(60));
    assertThat(waiting.attempts())
        .extracting(Attempt::status, Attempt::error)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                StepStatus.FAILED, new Failure("Postponed", "Left alone.")));
  }

  @Test
  void keepsACompensationThatFailedWaitingUntilTheOutcomeIsAnnounced() {
    call(0, "reserve-flight", 1);
    fail(0);
    call(1, "reserve-car", 1);
    fail(1);
    call(2, "cancel-car", 1);
    fail(2);
    call(3, "cancel-flight", 1);
    answer(3, "{}");

    assertThat(only("reserve-car", false).status()).as("given up").isEqualTo(StepStatus.FAILED);
    assertThat(only("cancel-car", false).status()).isEqualTo(StepStatus.WAITING);

    call(4, "notify-failure", 1);
    assertThat(only("cancel-car", false).status()).isEqualTo(StepStatus.FAILED);
    assertThat(only("reserve-car", false).undoneBy()).isNull();
  }

  @Test
  void takesARefusalToUndoForAFailure() {
    call(0, "cancel-car", 1);
    answer(0, REFUSED);

    assertThat(only("cancel-car", false).status()).isEqualTo(StepStatus.WAITING);
    assertThat(only("cancel-car", true).status()).isEqualTo(StepStatus.FAILED);
    assertThat(only("cancel-car", true).attempts().get(0).status()).isEqualTo(StepStatus.REFUSED);
  }

  @Test
  void leavesNothingRunningInAnExecutionThatHasEnded() {
    call(0, "reserve-flight", 1);
    fail(0);
    pause(1, 60);
    call(2, "reserve-car", 1);

    assertThat(steps(true))
        .extracting(StepRun::status)
        .containsExactly(StepStatus.FAILED, StepStatus.ABANDONED);
    assertThat(only("reserve-car", true).attempts().get(0).status())
        .isEqualTo(StepStatus.ABANDONED);
    assertThat(steps(true)).extracting(StepRun::nextAttemptAt).containsOnlyNulls();
  }

  @Test
  void takesATimerBesideACallForItsDeadlineAndNoNoticeOfALateAnswer() {
    call(0, "reserve-flight", 1);
    pause(1, 30);
    fire(1);
    pause(2, 40);
    answer(0, "{}");

    StepRun step = only("reserve-flight", false);
    assertThat(step.status()).isEqualTo(StepStatus.WAITING);
    assertThat(step.nextAttemptAt()).isEqualTo(at(40));
    assertThat(step.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.status()).isEqualTo(StepStatus.FAILED);
              assertThat(attempt.output()).isNull();
              assertThat(attempt.error()).isNotNull();
            });
  }

  @Test
  void doesNotTakeADeadlineThatWasKeptForAPause() {
    call(0, "reserve-flight", 1);
    pause(1, 30);
    fail(0);
    pause(2, 20);

    assertThat(only("reserve-flight", false).nextAttemptAt()).isEqualTo(at(20));
  }

  @Test
  void takesAnAnswerThatWasTriedAgainForNone() {
    call(0, "reserve-flight", 1);
    answer(0, "\"yes\"");
    pause(1, 3);
    fire(1);
    call(2, "reserve-flight", 2);

    assertThat(only("reserve-flight", false).attempts())
        .extracting(Attempt::status)
        .containsExactly(StepStatus.FAILED, StepStatus.RUNNING);
    assertThat(only("reserve-flight", false).attempts().get(0).output()).isEqualTo("\"yes\"");
  }

  @Test
  void readsCallsThatCarryNoNumberOrNoJson() {
    events.add(new StepEvent.Called(0, at(1), "other", null, null));
    events.add(new StepEvent.Called(1, at(2), "other", "no JSON", null));
    events.add(new StepEvent.Called(2, at(3), "third", input(4), null));
    events.add(new StepEvent.Answered(2, at(4), "no JSON"));

    assertThat(steps(false)).extracting(StepRun::name).containsExactly("other", "other", "third");
    assertThat(steps(false).get(2).attempts()).extracting(Attempt::number).containsExactly(4);
    assertThat(steps(false).get(2).status()).isEqualTo(StepStatus.COMPLETED);
  }

  private void call(int id, String step, int attempt) {
    events.add(new StepEvent.Called(id, at(++seconds), step, input(attempt), TRACE_ID));
  }

  private void answer(int call, String output) {
    events.add(new StepEvent.Answered(call, at(++seconds), output));
  }

  private void fail(int call) {
    events.add(new StepEvent.Failed(call, at(++seconds), FAULT));
  }

  private void pause(int timer, int until) {
    events.add(new StepEvent.TimerSet(timer, at(++seconds), at(until)));
  }

  private void fire(int timer) {
    events.add(new StepEvent.TimerFired(timer, at(++seconds)));
  }

  private static String input(int attempt) {
    return "{\"reservation_id\":\"r\",\"attempt\":" + attempt + "}";
  }

  private static Instant at(int second) {
    return BEGINNING.plusSeconds(second);
  }

  private List<StepRun> steps(boolean ended) {
    return StepFold.steps(events, ended, PAIRS);
  }

  private StepRun only(String name, boolean ended) {
    return steps(ended).stream()
        .filter(step -> step.name().equals(name))
        .reduce(
            (one, other) -> {
              throw new AssertionError("twice: " + name);
            })
        .orElseThrow();
  }
}
