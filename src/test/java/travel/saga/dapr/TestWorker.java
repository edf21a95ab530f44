package travel.saga.dapr;

import java.time.Duration;
import java.util.Random;

/** A worker that has a test's engine to itself. */
final class TestWorker {
  private static final int MAX_IN_FLIGHT = 8;

  private TestWorker() {}

  /** One that is not connected yet. */
  static WorkflowWorker over(EngineLink link, WorkItemRunner runner, WorkerThreads threads) {
    return new WorkflowWorker(
        link,
        runner::run,
        new WorkflowWorker.Threads(threads.items(), threads.callbacks(), threads.timer()),
        new ReconnectDelay(new Random(1)),
        new WorkflowWorker.Limits(MAX_IN_FLIGHT, Duration.ZERO));
  }
}
