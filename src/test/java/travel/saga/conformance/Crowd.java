package travel.saga.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Many runs of the workflow {@code chain}. A caller whose call failed, since the engine was killed,
 * asks again under the same id when there is an engine again.
 */
final class Crowd implements AutoCloseable {
  private static final int CALLERS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Site site;
  private final List<String> ids;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicInteger started = new AtomicInteger();

  Crowd(Site site, int size) {
    this.site = site;
    this.ids = IntStream.range(0, size).mapToObj(i -> "run-" + i).toList();
    ids.forEach(id -> callers.execute(() -> start(id)));
  }

  private void start(String id) {
    while (!started(id)) {
      // asked again in the engine's next life
    }
    started.incrementAndGet();
  }

  private boolean started(String id) {
    int life = site.life();
    try {
      site.client().scheduleNewWorkflow("chain", null, id);
      return true;
    } catch (RuntimeException failed) {
      if (String.valueOf(failed.getMessage()).contains("already exists")) {
        return true;
      }
      site.awaitLifeAfter(life);
      return false;
    }
  }

  List<String> ids() {
    return ids;
  }

  void awaitStarted(int runs) {
    await(runs + " to be started").atMost(PATIENCE).until(() -> started.get() >= runs);
  }

  static void hasNoGap(List<? extends HistoryEvent> history) {
    assertThat(history.stream().filter(HistoryEvent::hasExecutionStarted)).hasSize(1);
    assertThat(history.stream().filter(HistoryEvent::hasExecutionCompleted)).hasSize(1);
    List<Integer> numbers = IntStream.range(0, Steps.CHAIN).boxed().toList();
    assertThat(history.stream().filter(HistoryEvent::hasTaskScheduled))
        .extracting(HistoryEvent::getEventId)
        .containsExactlyElementsOf(numbers);
    assertThat(history.stream().filter(HistoryEvent::hasTaskCompleted))
        .extracting(event -> event.getTaskCompleted().getTaskScheduledId())
        .containsExactlyElementsOf(numbers);
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
