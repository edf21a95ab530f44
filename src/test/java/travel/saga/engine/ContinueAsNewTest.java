package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import io.dapr.durabletask.TaskOrchestration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run leaves to the one that it continues as, and what it does not. */
class ContinueAsNewTest extends EngineTest {
  @Test
  void leavesTheEventsToTheNextInTheOrderOfTheirArrival() throws Exception {
    // The first generation takes none, so that all are carried over, one generation after another.
    start(
        ctx -> {
          String seen = ctx.getInput(String.class);
          if (seen.isEmpty()) {
            ctx.waitForExternalEvent("go").await();
            ctx.continueAsNew("-", true);
          } else if (seen.length() <= 20) {
            ctx.continueAsNew(seen + ctx.waitForExternalEvent("n", String.class).await(), true);
          } else {
            ctx.complete(seen);
          }
        },
        "");
    for (int i = 0; i < 20; i++) {
      worker.client().raiseEvent("it", "n", Character.toString('a' + i));
    }
    worker.client().raiseEvent("it", "go", "");
    assertThat(output()).isEqualTo("-abcdefghijklmnopqrst");
  }

  @Test
  void losesAndRepeatsNoneOfManyEventsThatComeMeanwhile() throws Exception {
    start(
        ctx -> {
          String seen = ctx.getInput(String.class);
          String next = ctx.waitForExternalEvent("n", String.class).await();
          if (seen.split(" ", -1).length < 50) {
            ctx.continueAsNew(seen + next + " ", true);
          } else {
            ctx.complete(seen + next);
          }
        },
        "");
    List<Thread> callers =
        IntStream.range(0, 50)
            .mapToObj(i -> new Thread(() -> worker.client().raiseEvent("it", "n", "e" + i)))
            .toList();
    callers.forEach(Thread::start);
    assertThat(output().split(" ", -1))
        .containsExactlyInAnyOrder(
            IntStream.range(0, 50).mapToObj(i -> "e" + i).toArray(String[]::new));
  }

  @Test
  void dropsTheActivitiesOfTheTurnThatEndsInIt() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(30);
    worker.activity(
        "count",
        ctx -> {
          ran.incrementAndGet();
          if (ctx.getInput(String.class).equals("second")) {
            second.countDown();
          }
          return null;
        });
    start(
        ctx -> {
          String round = ctx.getInput(String.class);
          for (int i = 0; i < 30; i++) {
            ctx.callActivity("count", round);
          }
          if (round.equals("first")) {
            ctx.continueAsNew("second");
          }
          ctx.complete("done");
        },
        "first");
    assertThat(output()).isEqualTo("done");
    assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(30);
  }

  @Test
  void firesNoTimerOfTheLastGeneration() throws Exception {
    start(
        ctx -> {
          if (ctx.getInput(String.class).equals("first")) {
            ctx.createTimer(Duration.ofMillis(200));
            ctx.waitForExternalEvent("go").await();
            ctx.continueAsNew("second");
          }
          ctx.createTimer(Duration.ofMillis(400)).await();
          ctx.complete("done");
        },
        "first");
    worker.client().raiseEvent("it", "go", "");
    assertThat(output()).isEqualTo("done");
    worker.client().purgeInstance("it");
    engine.close();
    assertThat(DataFile.count(directory, "timer")).isZero();
  }

  @Test
  void clearsTheCustomStatusAndKeepsToTheNewInput() throws Exception {
    start(
        ctx -> {
          if (ctx.getInput(String.class).equals("first")) {
            ctx.setCustomStatus("half way");
            ctx.continueAsNew("second");
          }
          ctx.complete("done");
        },
        "first");
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion("it", LONG, true);
    assertThat(done.readInputAs(String.class)).isEqualTo("second");
    assertThat(done.isCustomStatusFetched()).isFalse();
  }

  @Test
  void goesRoundAndRoundWithoutPause() throws Exception {
    start(
        ctx -> {
          int round = Integer.parseInt(ctx.getInput(String.class));
          if (round < 30) {
            ctx.continueAsNew(Integer.toString(round + 1));
          }
          ctx.complete(Integer.toString(round));
        },
        "1");
    assertThat(output()).isEqualTo("30");
  }

  private void start(TaskOrchestration code, String input) {
    worker.workflow("it", code).start();
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            "it", new NewOrchestrationInstanceOptions().setInstanceId("it").setInput(input));
  }

  private String output() throws Exception {
    return worker.client().waitForInstanceCompletion("it", LONG, true).readOutputAs(String.class);
  }
}
