package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;

class LoopBurstsTest {
  private final SettableClock clock = new SettableClock();
  private final DrivenLoop driven = new DrivenLoop(clock);
  private final Loop loop = driven.loop();
  private final List<String> done = new ArrayList<>();
  private int closings;

  @BeforeEach
  void start() {
    loop.start(() -> closings++);
  }

  @Test
  void doesSomeOfWhatIsToDoThenTheClosingStep() {
    IntStream.range(0, 200).forEach(i -> loop.execute(() -> done.add("task " + i)));
    driven.burst();
    assertThat(done).hasSize(128).endsWith("task 127");
    assertThat(closings).isEqualTo(1);
    assertThat(driven.hasWork()).isTrue();
    driven.burst();
    assertThat(done).hasSize(200).endsWith("task 199");
    assertThat(closings).isEqualTo(2);
    assertThat(driven.hasWork()).isFalse();
  }

  @Test
  void goesOnAfterATaskThatFails() {
    loop.execute(LoopBurstsTest::fail);
    loop.execute(() -> done.add("task"));
    loop.at(clock.millis(), LoopBurstsTest::fail);
    loop.at(clock.millis(), () -> done.add("alarm"));
    driven.burst();
    assertThat(done).containsExactly("task", "alarm");
    assertThat(closings).isEqualTo(1);
  }

  @Test
  void ringsNothingBeforeItsTime() {
    loop.after(10, () -> done.add("rung"));
    assertThat(driven.millisToNextAlarm()).isEqualTo(10);
    clock.advance(Duration.ofMillis(9));
    assertThat(driven.hasWork()).isFalse();
    driven.burst();
    assertThat(done).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(driven.hasWork()).isTrue();
    driven.burst();
    driven.burst();
    assertThat(done).containsExactly("rung");
    assertThat(driven.hasAlarm()).isFalse();
  }

  @Test
  void ringsWhatIsDueAtOneTimeInTheOrderItWasSet() {
    for (String name : List.of("a", "b", "c", "d")) {
      loop.at(clock.millis() - 1, () -> done.add(name));
    }
    loop.at(clock.millis() - 2, () -> done.add("earlier"));
    driven.burst();
    assertThat(done).containsExactly("earlier", "a", "b", "c", "d");
  }

  @Test
  void leavesWhatIsSetByAnAlarmToTheNextBurst() {
    loop.at(clock.millis(), () -> loop.at(clock.millis(), () -> done.add("second")));
    driven.burst();
    assertThat(done).isEmpty();
    driven.burst();
    assertThat(done).containsExactly("second");
  }

  @Test
  void takesNothingBackThatHasRung() {
    Loop.Alarm alarm = loop.at(clock.millis(), () -> done.add("rung"));
    driven.burst();
    loop.cancel(alarm);
    assertThat(done).containsExactly("rung");
    assertThat(loop.alarms()).isZero();
  }

  @Test
  void throwsAwayWhatWasCancelledWhenItIsMostOfAllAndNothingElse() {
    List<Loop.Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      alarms.add(loop.after(1_000 + i, () -> done.add("rung")));
    }
    alarms.subList(0, 300).forEach(loop::cancel);
    assertThat(loop.alarms()).isEqualTo(600);
    loop.cancel(alarms.get(300));
    assertThat(loop.alarms()).isEqualTo(299);
    clock.advance(Duration.ofSeconds(2));
    driven.burst();
    assertThat(done).hasSize(299);
  }

  @Test
  void keepsFewThatAreCancelled() {
    for (int i = 0; i < 256; i++) {
      loop.cancel(loop.after(1_000, () -> done.add("rung")));
    }
    assertThat(loop.alarms()).isEqualTo(256);
    loop.cancel(loop.after(1_000, () -> done.add("rung")));
    assertThat(loop.alarms()).isZero();
  }

  @Test
  void forgetsOfTheCancelledThoseWhoseTimeHasCome() {
    for (int i = 0; i < 256; i++) {
      loop.cancel(loop.after(1, () -> done.add("rung")));
    }
    clock.advance(Duration.ofMillis(1));
    driven.burst();
    assertThat(loop.alarms()).isZero();
    assertThat(done).isEmpty();
    for (int i = 0; i < 256; i++) {
      loop.cancel(loop.after(1, () -> done.add("rung")));
    }
    assertThat(loop.alarms()).isEqualTo(256);
  }

  @Test
  void doesItsWorkOnADaemonThreadOfItsOwn() {
    try (Loop threaded = new Loop(clock)) {
      threaded.start(() -> {});
      Thread thread =
          CompletableFuture.supplyAsync(Thread::currentThread, threaded)
              .orTimeout(8, TimeUnit.SECONDS)
              .join();
      assertThat(thread.getName()).isEqualTo("engine-dispatch");
      assertThat(thread.isDaemon()).isTrue();
    }
  }

  private static void fail() {
    throw new IllegalStateException("a defect");
  }
}
