package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.dispatch.Retention;

/** Ended runs are purged when they have been kept for long enough, and no others. */
class RetentionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Retention A_DAY_BUT_FAILED =
      new Retention(DAY, null, DAY.multipliedBy(30), null);

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private EmbeddedEngine engine;
  private WorkerHarness worker;

  @BeforeEach
  void startEngine() {
    start(A_DAY_BUT_FAILED);
  }

  private void start(Retention retention) {
    EngineSettings settings = EngineSettings.of(directory).withRetention(retention);
    engine =
        EmbeddedEngine.start(
            new EngineSettings(
                settings.dataDirectory(),
                settings.synchronous(),
                settings.components(),
                settings.limits(),
                clock));
    worker =
        WorkerHarness.on(engine)
            .workflow(
                "fails",
                ctx -> {
                  throw new IllegalStateException("no");
                })
            .workflow("waits", ctx -> ctx.complete(ctx.waitForExternalEvent("go").await()))
            .workflow("ends", ctx -> ctx.complete("done"))
            .start();
  }

  @AfterEach
  void closeEngine() {
    worker.close();
    engine.close();
  }

  @Test
  void purgesWhatHasEndedInItsTime() throws Exception {
    end("ends", "completed");
    end("fails", "failed");
    schedule("waits", "terminated");
    worker.client().terminate("terminated", null);
    schedule("waits", "running");
    assertThat(purged("completed")).isFalse();
    clock.advance(DAY);
    wake();
    await().until(() -> purged("completed") && purged("terminated"));
    assertThat(purged("failed")).isFalse();
    assertThat(purged("running")).isFalse();
    clock.advance(DAY.multipliedBy(30));
    wake();
    await().until(() -> purged("failed"));
    assertThat(purged("running")).isFalse();
  }

  @Test
  void purgesAfterARestartWhatFellDueMeanwhile() throws Exception {
    end("ends", "one");
    closeEngine();
    clock.advance(DAY);
    start(Retention.FOR_EVER); // what is stored counts
    await().until(() -> purged("one"));
  }

  @Test
  void keepsARunThatHasBegunAnew() throws Exception {
    end("ends", "one");
    end("ends", "other");
    schedule("waits", "one");
    clock.advance(DAY);
    wake();
    await().until(() -> purged("other"));
    assertThat(purged("one")).isFalse();
  }

  @Test
  void refusesATimeThatIsNegative() {
    assertThatThrownBy(() -> new Retention(null, Duration.ofSeconds(-1), null, null))
        .hasMessageContaining("negative");
  }

  /** Alarms are looked at after whatever the engine does next. */
  private void wake() {
    schedule("waits", "wake-" + clock.instant());
  }

  private void end(String workflow, String id) throws Exception {
    schedule(workflow, id);
    worker.client().waitForInstanceCompletion(id, LONG, false);
  }

  private void schedule(String workflow, String id) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            workflow, new NewOrchestrationInstanceOptions().setInstanceId(id));
  }

  private boolean purged(String id) {
    return !worker.client().getInstanceMetadata(id, false).isInstanceFound();
  }

  private static final class SettableClock extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    void advance(Duration time) {
      ahead.updateAndGet(before -> before.plus(time));
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
