package travel.saga.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.api.WithoutEngine;
import travel.saga.reservation.PostponedException;
import travel.saga.reservation.Settings;
import travel.saga.reservation.StepResult;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class PartnerBreakerTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @ParameterizedTest
  @ValueSource(strings = {"done", "refused", "fault", "prevented"})
  void showsItsMetersFromTheStart(String outcome) {
    breaker(LONG);
    assertThat(count(outcome)).isZero();
    assertThat(isOpen()).isFalse();
    assertThat(isHalfOpen()).isFalse();
  }

  @Test
  void leavesThePartnerAloneWhenHalfOfTheLatestCallsFailed() {
    PartnerBreaker breaker = breaker(LONG);
    succeed(breaker);
    succeed(breaker);
    fail(breaker);
    assertThat(isOpen()).isFalse();
    fail(breaker);

    assertThat(isOpen()).isTrue();
    assertThatThrownBy(() -> breaker.call(() -> StepResult.done("made all the same")))
        .isInstanceOfSatisfying(
            PostponedException.class,
            later ->
                assertThat(later.postponement().delay())
                    .isBetween(LONG.minusMinutes(5), LONG.plusMillis(1)))
        .hasMessage("the flight partner is left alone for now: too many calls failed");
    assertThat(count("done")).isEqualTo(2);
    assertThat(count("fault")).isEqualTo(2);
    assertThat(count("prevented")).isEqualTo(1);
  }

  @Test
  void takesARefusalForAnAnswer() {
    PartnerBreaker breaker = breaker(LONG);
    for (int call = 0; call < 20; call++) {
      breaker.call(() -> StepResult.refused("no_seats", "None."));
    }
    assertThat(isOpen()).isFalse();
    assertThat(count("refused")).isEqualTo(20);
  }

  @Test
  void takesACallThatTakesTooLongForAFault() {
    PartnerBreaker breaker = breaker(LONG, Duration.ofMillis(100));
    var never = new CountDownLatch(1);
    for (int call = 0; call < 4; call++) {
      assertThatThrownBy(
              () ->
                  breaker.call(
                      () -> {
                        never.await();
                        return StepResult.done("late");
                      }))
          .isInstanceOf(PartnerFaultException.class)
          .hasMessage("the flight partner did not answer within 100 ms");
    }
    assertThat(isOpen()).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void triesThePartnerAgainAfterAWhile() {
    PartnerBreaker breaker = breaker(Duration.ofMillis(50));
    open(breaker);

    await().ignoreExceptions().until(() -> succeed(breaker));

    assertThat(isOpen()).isFalse();
    succeed(breaker);
  }

  @Test
  void isHalfOpenWithoutAnyCall() {
    open(breaker(Duration.ofMillis(50)));

    await().until(() -> isHalfOpen() && !isOpen());
  }

  @Test
  void makesOneCallThenAndPostponesTheOthersUntilItHasDecided() throws Exception {
    PartnerBreaker breaker = breaker(Duration.ofMillis(50));
    open(breaker);
    await().until(this::isHalfOpen);
    var made = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                breaker.call(
                    () -> {
                      made.countDown();
                      answer.await();
                      return StepResult.done("done");
                    }));
    made.await();

    assertThatThrownBy(() -> succeed(breaker))
        .isInstanceOfSatisfying(
            PostponedException.class,
            later -> assertThat(later.postponement().delay()).isEqualTo(Duration.ofSeconds(5)));
    answer.countDown();
    assertThat(first.get()).isEqualTo(StepResult.done("done"));
    assertThat(isHalfOpen()).isFalse();
    succeed(breaker);
  }

  /** A timer tells it, and the call that follows may be quicker. */
  @Test
  void isNotHalfOpenOnceItIsClosed() {
    var meters = new PartnerMeters(registry, "flight");
    meters.breaker(CircuitBreakerState.OPEN);
    meters.breaker(CircuitBreakerState.CLOSED);
    meters.breaker(CircuitBreakerState.HALF_OPEN);

    assertThat(isHalfOpen()).isFalse();
    assertThat(isOpen()).isFalse();
  }

  @Test
  void leavesItAloneAgainWhenThatFailsToo() {
    PartnerBreaker breaker = breaker(Duration.ofMillis(50));
    open(breaker);
    double faults = count("fault");

    await()
        .until(
            () -> {
              fail(breaker);
              return count("fault") > faults;
            });

    assertThat(isOpen() || isHalfOpen()).isTrue();
  }

  private void open(PartnerBreaker breaker) {
    for (int call = 0; call < 4; call++) {
      fail(breaker);
    }
  }

  private static boolean succeed(PartnerBreaker breaker) {
    return breaker.call(() -> StepResult.done("done")).equals(StepResult.done("done"));
  }

  private static void fail(PartnerBreaker breaker) {
    assertThatThrownBy(
            () ->
                breaker.call(
                    () -> {
                      throw new PartnerFaultException("unknown");
                    }))
        .isInstanceOfAny(PartnerFaultException.class, PostponedException.class);
  }

  private double count(String outcome) {
    return registry
        .get("partner.calls")
        .tags("partner", "flight", "outcome", outcome)
        .counter()
        .count();
  }

  private boolean isOpen() {
    return registry.get("partner.breaker.open").tag("partner", "flight").gauge().value() == 1;
  }

  private boolean isHalfOpen() {
    return registry.get("partner.breaker.half.open").tag("partner", "flight").gauge().value() == 1;
  }

  private PartnerBreaker breaker(Duration delay) {
    return breaker(delay, Duration.ofSeconds(5));
  }

  private PartnerBreaker breaker(Duration delay, Duration timeout) {
    Map<String, String> settings =
        Map.of(
            "reservations.flight.timeout",
            timeout.toString(),
            "reservations.flight.connect-timeout",
            "100ms",
            "reservations.flight.breaker.calls",
            "4",
            "reservations.flight.breaker.delay",
            delay.toString());
    var config = Settings.of(PartnersConfig.class, settings).flight();
    var checked = new PartnerSettings("flight", config, "https://air.example", LONG);
    return new PartnerBreaker("flight", checked, new PartnerMeters(registry, "flight"));
  }
}
