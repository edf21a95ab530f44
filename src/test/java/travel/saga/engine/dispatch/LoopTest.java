package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final long NOW = 1_000;
  private static final long LATER = 1_000_000;

  private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  private final List<Thread> threads = new ArrayList<>();
  private final Loop loop = loop(clock);
  private final List<String> done = new ArrayList<>();

  @BeforeEach
  void start() {
    loop.start(() -> {});
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void ringsWhatIsDueInOrderButNotWhatWasCancelled() {
    on(
        () -> {
          loop.at(NOW, () -> done.add("second"));
          Loop.Alarm taken = loop.at(NOW - 1, () -> done.add("cancelled"));
          loop.at(NOW - 1, () -> done.add("first"));
          loop.cancel(taken);
          loop.at(LATER, () -> done.add("not yet"));
          return true;
        });
    loop.close();
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void doesNotKeepWhatWasCancelled() {
    int kept =
        on(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                loop.cancel(loop.at(LATER + i, () -> {}));
              }
              return loop.alarms();
            });
    assertThat(kept).isLessThan(1_000);
  }

  @Test
  void sleepsUntilSomethingIsHandedOver() {
    await().until(() -> threads.get(0).getState() == Thread.State.TIMED_WAITING);
    assertThat(on(Thread::currentThread)).isSameAs(threads.get(0));
    assertThat(threads.get(0).isDaemon()).isTrue();
  }

  @Test
  void wakesUpForAnAlarm() {
    try (Loop other = loop(Clock.systemUTC())) {
      CompletableFuture<Boolean> rung = new CompletableFuture<>();
      other.start(() -> {});
      other.execute(() -> other.after(50, () -> rung.complete(true)));
      assertThat(rung.orTimeout(8, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void waitsForWhatItIsAtWhenItIsClosed() {
    Thread closing = Thread.currentThread();
    loop.execute(
        () -> {
          while (closing.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          done.add("task");
        });
    loop.close();
    assertThat(done).containsExactly("task");
  }

  @Test
  void remembersThatItWasInterruptedWhenItWasClosed() {
    Thread.currentThread().interrupt();
    loop.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  private Loop loop(Clock clock) {
    return new Loop(
        new SteadyClock(clock, System::nanoTime),
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(false); // whatever the thread is that makes it
          threads.add(thread);
          return thread;
        });
  }

  private <T> T on(Supplier<T> step) {
    return CompletableFuture.supplyAsync(step, loop).orTimeout(8, TimeUnit.SECONDS).join();
  }
}
