package travel.saga.engine;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process with an engine, a worker and many runs; it says on stdout what was acknowledged. */
final class CrashingService {
  static final int RUNS = 200;
  static final int STEPS = 6;

  private CrashingService() {}

  public static void main(String[] arguments) {
    EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(Path.of(arguments[0])));
    WorkerHarness worker = register(WorkerHarness.on(engine)).start();
    ExecutorService clients = Executors.newFixedThreadPool(16);
    for (int i = 0; i < RUNS; i++) {
      String id = arguments[1] + i;
      clients.execute(
          () -> {
            worker
                .client()
                .scheduleNewOrchestrationInstance(
                    "chain", new NewOrchestrationInstanceOptions().setInstanceId(id));
            synchronized (CrashingService.class) {
              System.out.println("started " + id);
            }
          });
    }
  }

  static WorkerHarness register(WorkerHarness worker) {
    return worker
        .activity("step", ctx -> ctx.getInput(Integer.class) + 1)
        .workflow(
            "chain",
            ctx -> {
              int value = 0;
              for (int i = 0; i < STEPS; i++) {
                value = ctx.callActivity("step", value, Integer.class).await();
              }
              ctx.complete(value);
            });
  }
}
