package travel.saga.engine;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process with an engine, a worker and many runs, of which it starts those that are not there. It
 * says on stdout that it is open, which start was acknowledged, and which step it does.
 */
final class CrashingService {
  static final int STEPS = 6;

  private CrashingService() {}

  /**
   * @param arguments the data directory, the number of runs, and how many steps it may do
   */
  public static void main(String[] arguments) {
    int runs = Integer.parseInt(arguments[1]);
    Semaphore steps = new Semaphore(Integer.parseInt(arguments[2]));
    EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(Path.of(arguments[0])));
    WorkerHarness worker =
        register(
            WorkerHarness.on(engine),
            () -> {
              steps.acquireUninterruptibly();
              say("step");
            });
    worker.start();
    say("open");
    startAll(worker, runs, id -> say("started " + id));
  }

  static OrchestrationMetadata await(WorkerHarness worker, String id) {
    try {
      return worker.client().waitForInstanceCompletion(id, Duration.ofMinutes(2), true);
    } catch (TimeoutException e) {
      throw new IllegalStateException("'" + id + "' does not end", e);
    }
  }

  /** Starts the runs that are not there, many at a time, and goes on. */
  static void startAll(WorkerHarness worker, int runs, Consumer<String> started) {
    ExecutorService clients = Executors.newFixedThreadPool(16);
    for (int i = 0; i < runs; i++) {
      String id = "run-" + i;
      clients.execute(
          () -> {
            startUnlessThere(worker, id);
            started.accept(id);
          });
    }
    clients.shutdown();
  }

  /** A run that has ended would be replaced: so one looks first. */
  private static void startUnlessThere(WorkerHarness worker, String id) {
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
