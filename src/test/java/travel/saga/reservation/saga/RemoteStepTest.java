package travel.saga.reservation.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.dapr.WorkflowHarness;
import travel.saga.dapr.WorkflowHarness.Late;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;
import travel.saga.reservation.WireFormat;

/** Steps that another application serves. */
class RemoteStepTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Route PAYMENTS = new Route("payments", TIMEOUT);
  private static final String CHARGE = "process-payment";
  private static final String REFUND = "refund-payment";
  private static final String MARK = MarkRetryingActivity.NAME;
  private static final Map<String, Route> BOTH = Map.of(CHARGE, PAYMENTS, REFUND, PAYMENTS);

  private final FakePartners partners = new FakePartners();
  private final Map<String, IntFunction<@Nullable Object>> script = new HashMap<>();
  private final Map<String, List<Integer>> attempts = new HashMap<>();
  private final WorkflowHarness harness =
      new WorkflowHarness(ReservationWorkflow.NAME, new ReservationWorkflow(), this::answer)
          .with(RemoteStepWorkflow.NAME, new RemoteStepWorkflow());

  @Test
  void sendsAStepToItsApplicationAndKeepsTheOthers() {
    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(harness.calls()).hasSize(6);
    assertThat(harness.remoteCalls()).containsExactly(CHARGE + "@payments");
  }

  @Test
  void sendsACompensationWhereItsOwnSettingSays() {
    partners.refuses("confirm-car");

    Outcome outcome = run(Map.of(REFUND, new Route("treasury", TIMEOUT)));

    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(harness.remoteCalls()).containsExactly(REFUND + "@treasury");
  }

  @Test
  void sendsTheInputThatTheStepHasHere() {
    run(Map.of());
    List<JsonNode> here = List.copyOf(partners.inputs());
    partners.inputs().clear();

    WorkflowHarness elsewhere =
        new WorkflowHarness(ReservationWorkflow.NAME, new ReservationWorkflow(), partners)
            .with(RemoteStepWorkflow.NAME, new RemoteStepWorkflow());
    elsewhere.run(input(BOTH));

    assertThat(partners.inputs()).isEqualTo(here);
  }

  @Test
  void takesARefusalFromElsewhereForAnAnswer() {
    partners.refuses(CHARGE);

    Outcome outcome = run(BOTH);

    assertThat(outcome.reason()).isEqualTo(new Reason(CHARGE, "no", "No."));
    assertThat(harness.remoteCalls()).containsExactly(CHARGE + "@payments", REFUND + "@payments");
  }

  @Test
  void triesAgainWhatFailsElsewhere() {
    partners.fails(CHARGE, 2);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2, 3);
  }

  @Test
  void asksAgainWhenThereIsNoAnswerInTime() {
    answers(CHARGE, attempt -> attempt == 1 ? Late.NEVER : null);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2);
    assertThat(harness.timers()).contains(TIMEOUT);
  }

  @Test
  void givesAStepUpThatIsNeverAnsweredAndUndoesIt() {
    answers(CHARGE, attempt -> Late.NEVER);

    Outcome outcome = run(BOTH);

    assertThat(Objects.requireNonNull(outcome.reason()).code()).isEqualTo(Reason.FAULT);
    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2, 3, 4);
    assertThat(attempts(REFUND)).containsExactly(1);
  }

  static Stream<Named<Late>> lateAnswers() {
    var charged = new Payment("LATE", Payment.Status.CHARGED, FakePartners.euro("412.50"));
    return Stream.of(TIMEOUT, TIMEOUT.plusMillis(100), TIMEOUT.plusSeconds(60), Duration.ofHours(1))
        .flatMap(
            delay ->
                Stream.of(
                    Named.of("done after " + delay, new Late(delay, charged)),
                    Named.of(
                        "failed after " + delay, new Late(delay, new IllegalStateException()))));
  }

  @ParameterizedTest
  @MethodSource("lateAnswers")
  void isNotDisturbedByTheAnswerToAnAttemptItHasGivenUp(Late late) {
    var slow = new Late(Duration.ofMinutes(2), new IllegalStateException());
    answers(CHARGE, attempt -> attempt == 1 ? late : null);
    answers("confirm-flight", attempt -> attempt == 1 ? slow : null);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
  }

  @ParameterizedTest
  @MethodSource("lateAnswers")
  void isNotDisturbedByALateAnswerWhileItUndoes(Late late) {
    answers(CHARGE, attempt -> attempt == 1 ? late : Late.NEVER);
    answers(REFUND, attempt -> attempt < 3 ? Late.NEVER : null);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(attempts(REFUND)).containsExactly(1, 2, 3);
  }

  @Test
  void asksForAttentionWhenNobodyEverUndoes() {
    partners.refuses("confirm-flight");
    answers(REFUND, attempt -> Late.NEVER);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(outcome.openCompensations())
        .containsExactly(new OpenCompensation(REFUND, ID.key("payment"), 12));
    assertThat(harness.calls()).containsSubsequence(REFUND, "cancel-car", "cancel-flight", REFUND);
  }

  @Test
  void chargesTheLimitWithTheTimeoutAtMostHoweverLongNoWorkerWasHere() {
    answers(
        CHARGE,
        attempt -> {
          harness.pass(Duration.ofHours(1));
          return attempt < 4 ? Late.NEVER : null;
        });

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2, 3, 4);
  }

  static Stream<Named<String>> unreadableAnswers() {
    return Stream.of(
            "null",
            "\"charged\"",
            "[]",
            "{}",
            "{\"reference\":\"P\",\"status\":\"CHARGED\"}",
            "{\"reference\":\"P\",\"status\":\"PAID\",\"amount\":{\"amount\":\"1\",\"currency\":\"EUR\"}}",
            "{\"reference\":\"P\",\"status\":\"CHARGED\",\"amount\":{\"amount\":\"much\"}}",
            "{\"postponed\":{}}",
            "{\"postponed\":{\"delay\":\"soon\",\"message\":\"\"}}",
            "{\"postponed\":{\"delay\":\"-PT1S\",\"message\":\"\"}}",
            "{\"refused\":{}}",
            "{\"refused\":null}")
        .map(json -> Named.of(json, json));
  }

  @ParameterizedTest
  @MethodSource("unreadableAnswers")
  void takesAnAnswerItCannotReadForAFault(String json) throws Exception {
    JsonNode unreadable = WireFormat.MAPPER.readTree(json);
    answers(CHARGE, attempt -> attempt == 1 ? unreadable : null);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"PT2000000000000H\"", "\"PT99999999999999999999H\"", "1e300", "1e19"})
  void staysAliveWhereItIsToWaitForEver(String delay) throws Exception {
    JsonNode never =
        WireFormat.MAPPER.readTree("{\"postponed\":{\"delay\":" + delay + ",\"message\":\"\"}}");
    partners.refuses("confirm-flight");
    answers(REFUND, attempt -> attempt == 1 ? never : null);

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(attempts(REFUND)).containsExactly(1, 2);
    assertThat(harness.timers()).allMatch(pause -> pause.compareTo(Duration.ofDays(2)) < 0);
  }

  @Test
  void readsAnInputFromBeforeThereWereRoutes() {
    ObjectNode input = WireFormat.MAPPER.valueToTree(input(BOTH));
    assertThat(((ObjectNode) input.get("limits")).remove("routes")).isNotNull();

    Outcome outcome = harness.run(input).as(Outcome.class);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(harness.remoteCalls()).isEmpty();
  }

  /** Of what is tried again; nothing more is asked of the engine where all goes well. */
  @Test
  void marksWhatIsTriedAgain() {
    answers(CHARGE, attempt -> attempt == 1 ? Late.NEVER : null);
    partners.fails(REFUND, 5).refuses("confirm-car");

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2);
    assertThat(attempts(REFUND)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(attempts(MARK)).containsExactly(1, 1, 2, 4); // of the charge, of the refund
    assertThat(harness.remoteCalls()).noneMatch(call -> call.startsWith(MARK));
  }

  @Test
  void goesOnWithoutAMark() {
    partners.fails(CHARGE, 1);
    answers(MARK, attempt -> new IllegalStateException());

    Outcome outcome = run(BOTH);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(attempts(CHARGE)).containsExactly(1, 2);
  }

  private Object answer(String step, JsonNode input) throws Exception {
    int attempt = input.get("attempt").asInt();
    attempts.computeIfAbsent(step, first -> new ArrayList<>()).add(attempt);
    Object usual = step.equals(MARK) ? StepResult.done(true) : partners.run(step, input);
    Object scripted = script.getOrDefault(step, none -> null).apply(attempt);
    return scripted == null ? usual : scripted;
  }

  /** What attempts of a step are answered with; null for as usual. */
  private void answers(String step, IntFunction<@Nullable Object> byAttempt) {
    script.put(step, byAttempt);
  }

  private List<Integer> attempts(String step) {
    return attempts.getOrDefault(step, List.of());
  }

  private Outcome run(Map<String, Route> routes) {
    WorkflowHarness.Ended ended = harness.run(input(routes));
    assertThat(ended.completed()).as(ended.output()).isTrue();
    return ended.as(Outcome.class);
  }

  private static ReservationWorkflow.Input input(Map<String, Route> routes) {
    Trip trip = new Trip(new Traveller("hello", "there"), "spain", "compact", null);
    return new ReservationWorkflow.Input(ID, trip, Limits.with(routes));
  }
}
