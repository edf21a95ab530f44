package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

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

  private final Loop loop = new Loop(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
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

  private <T> T on(Supplier<T> step) {
    return CompletableFuture.supplyAsync(step, loop).orTimeout(8, TimeUnit.SECONDS).join();
  }
}
