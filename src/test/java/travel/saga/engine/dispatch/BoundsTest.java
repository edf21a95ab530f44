package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/** The small parts that count, and what they refuse. */
class BoundsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final DispatchSettings SETTINGS =
      new DispatchSettings(1, 2, SECOND, Duration.ZERO, 0);

  @Test
  void settingsTakeWhatMakesSense() {
    assertThat(SETTINGS.maxPayloadBytes()).isEqualTo(4 * 1024 * 1024);
    assertThat(SETTINGS.retention()).isEqualTo(Retention.FOR_EVER);
    assertThat(SETTINGS.withMaxActivities(1).maxActivities()).isEqualTo(1);
    assertThat(SETTINGS.withMaxPayloadBytes(1).maxPayloadBytes()).isEqualTo(1);
    assertThat(SETTINGS.withWatchdog(Duration.ofNanos(1)).watchdog()).isPositive();
    assertThat(SETTINGS.withStartWait(SECOND).startWait()).isEqualTo(SECOND);
    Retention retention = new Retention(SECOND, null, null, null);
    assertThat(SETTINGS.withRetention(retention).retention()).isEqualTo(retention);
  }

  @Test
  void settingsRefuseWhatDoesNot() {
    assertThatThrownBy(() -> new DispatchSettings(0, 1, SECOND, SECOND, 0))
        .hasMessageContaining("one workflow");
    assertThatThrownBy(() -> SETTINGS.withMaxActivities(0)).hasMessageContaining("one activity");
    assertThatThrownBy(() -> SETTINGS.withWatchdog(Duration.ZERO)).hasMessageContaining("watchdog");
    assertThatThrownBy(() -> SETTINGS.withWatchdog(SECOND.negated()))
        .hasMessageContaining("watchdog");
    assertThatThrownBy(() -> SETTINGS.withStartWait(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SETTINGS.withMaxPayloadBytes(0)).hasMessageContaining("bytes");
  }

  @Test
  void aRunIsKeptForWhatIsSaidOfItsEndElseForWhatIsSaidOfAll() {
    Retention retention = new Retention(SECOND, Duration.ZERO, null, Duration.ofDays(1));
    assertThat(retention.of(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED))
        .isEqualTo(Duration.ZERO);
    assertThat(retention.of(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)).isEqualTo(SECOND);
    assertThat(retention.of(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED))
        .isEqualTo(Duration.ofDays(1));
    assertThat(retention.of(OrchestrationStatus.ORCHESTRATION_STATUS_CANCELED)).isEqualTo(SECOND);
    assertThat(Retention.FOR_EVER.of(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)).isNull();
  }

  @Test
  void aMessageMayHoldNearlyAllOfItsBytes() {
    PayloadLimit limit = new PayloadLimit(1_000);
    assertThat(limit.allow(950)).isTrue();
    assertThat(limit.allow(951)).isFalse();
  }

  @Test
  void aTokenIsOfOneOpening() {
    Tokens tokens = new Tokens(7);
    assertThat(tokens.next()).isEqualTo(1);
    assertThat(tokens.next()).isEqualTo(2);
    assertThat(tokens.token(2)).isEqualTo("7:2");
    assertThat(tokens.number("7:2")).isEqualTo(2);
    assertThat(tokens.number("6:2")).isEqualTo(Tokens.NONE);
    assertThat(tokens.number("7:two")).isEqualTo(Tokens.NONE);
    assertThat(tokens.number("")).isEqualTo(Tokens.NONE);
  }

  @Test
  void anEventOnTheWayToALimitIsCountedWithWhatIsAroundIt() {
    PayloadLimit limit = new PayloadLimit(10_000);
    limit.assertAllowed("It", 9_500 - 1_024);
    assertThatThrownBy(() -> limit.assertAllowed("It", 9_500 - 1_023))
        .hasMessageContaining("It is too large")
        .hasMessageContaining("10000 bytes");
  }

  @Test
  void numbersGoOnFromThoseThatTheStoreHasSeen() {
    Numbering numbering = new Numbering(new MemoryHistoryStore(new MemoryTables()));
    assertThat(numbering.nextRow()).isEqualTo(1);
    assertThat(numbering.nextRow()).isEqualTo(2);
    assertThat(numbering.nextSequence()).isEqualTo(1);
    assertThat(numbering.nextSequence()).isEqualTo(2);
  }

  @Test
  void theReasonForAStallIsToldIfItIsKnown() {
    assertThat(EngineException.stalled("one", null)).hasMessageEndingWith("can go on with it");
    assertThat(EngineException.stalled("one", "It is large."))
        .hasMessageEndingWith("can go on with it. It is large.");
  }

  @Test
  void pausesGrowWithAnOutageAndEndWithIt() {
    SettableClock clock = new SettableClock();
    Outage outage = new Outage(new DrivenLoop(clock).loop());
    assertThat(outage.pauseMillis()).isEqualTo(1_000);
    outage.failed();
    assertThat(outage.pauseMillis()).isEqualTo(1_000);
    clock.advance(Duration.ofSeconds(5));
    outage.failed();
    assertThat(outage.pauseMillis()).isEqualTo(5_000);
    clock.advance(Duration.ofHours(1));
    assertThat(outage.pauseMillis()).isEqualTo(30_000);
    outage.committed();
    assertThat(outage.pauseMillis()).isEqualTo(1_000);
  }

  @Test
  void eachEventHasALaterTimeInMicroseconds() {
    SettableClock clock = new SettableClock();
    clock.advance(Duration.ofNanos(1_999));
    Ticker ticker = new Ticker(clock, new DrivenLoop(clock).loop());
    Instant first = ticker.next();
    assertThat(first).isEqualTo(clock.instant().minusNanos(999));
    assertThat(ticker.next()).isEqualTo(first.plusNanos(1_000));
    clock.setBack(Duration.ofHours(1));
    assertThat(ticker.next()).isEqualTo(first.plusNanos(2_000));
    clock.advance(Duration.ofHours(2));
    assertThat(ticker.next())
        .as("the engine's time, which is ahead of the clock's")
        .isEqualTo(first.plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void aTimerIsDueAtTheFirstMilliThatIsNotBeforeIt() {
    Instant time = Instant.ofEpochMilli(5_000);
    assertThat(Timers.millisNotBefore(time)).isEqualTo(5_000);
    assertThat(Timers.millisNotBefore(time.plusNanos(1))).isEqualTo(5_001);
    assertThat(Timers.millisNotBefore(time.minusNanos(1))).isEqualTo(5_000);
  }
}
