package travel.saga.engine;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * A process with an engine, a worker and many runs, of which it starts those that are not there. It
 * says on stdout that it is open, which start was acknowledged, and which step it does.
 */
final class CrashingService {
  static final int STEPS = 6;

  private CrashingService() {}

  /**
   * @param arguments the data directory and the number of runs
   */
  public static void main(String[] arguments) {
    EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(Path.of(arguments[0])));
    WorkerHarness worker = register(WorkerHarness.on(engine), () -> say("step")).start();
    say("open");
    ExecutorService clients = Executors.newFixedThreadPool(16);
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      String id = "run-" + i;
      clients.execute(() -> start(worker, id));
    }
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      await(worker, "run-" + i);
    }
    say("all ended");
  }

  static OrchestrationMetadata await(WorkerHarness worker, String id) {
    try {
      return worker.client().waitForInstanceCompletion(id, Duration.ofMinutes(2), true);
    } catch (TimeoutException e) {
      throw new IllegalStateException("'" + id + "' does not end", e);
    }
  }

  private static void start(WorkerHarness worker, String id) {
    startUnlessThere(worker, id);
    say("started " + id);
  }

  /** A run that has ended would be replaced: so one looks first. */
  static void startUnlessThere(WorkerHarness worker, String id) {
    if (!worker.client().getInstanceMetadata(id, false).isInstanceFound()) {
      worker
          .client()
          .scheduleNewOrchestrationInstance(
              "chain", new NewOrchestrationInstanceOptions().setInstanceId(id));
    }
  }

  /**
   * @param atStep what is done when a step is
   */
  static WorkerHarness register(WorkerHarness worker, Runnable atStep) {
    return worker
        .activity(
            "step",
            ctx -> {
              atStep.run();
              return ctx.getInput(Integer.class) + 1;
            })
        .workflow(
            "chain",
            ctx -> {
              int value = 0;
              for (int i = 0; i < STEPS; i++) {
                if (i == STEPS / 2) {
                  ctx.createTimer(Duration.ofMillis(100)).await();
                }
                value = ctx.callActivity("step", value, Integer.class).await();
              }
              ctx.complete(value);
            });
  }

  /** A whole line, whatever other threads say. */
  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
