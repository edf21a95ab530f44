package travel.saga.dapr;

import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run work items, a few for what follows the engine's answers, and one that
 * watches the time. Unbounded are those for the items, since the worker bounds what it takes;
 * daemons all, since nothing durable depends on them.
 */
@Singleton
class WorkerThreads {
  private static final int CALLBACK_THREADS =
      Math.max(4, Runtime.getRuntime().availableProcessors());

  private final ExecutorService items = Executors.newCachedThreadPool(named("saga-worker-"));

  /**
   * Few, and with a queue: gRPC's own pool wakes a thread for each callback, which took a sixth of
   * the service's time. What runs here must not block.
   */
  private final ExecutorService callbacks =
      Executors.newFixedThreadPool(CALLBACK_THREADS, named("engine-callback-"));

  private final ScheduledExecutorService timer;

  WorkerThreads() {
    ScheduledThreadPoolExecutor single = new ScheduledThreadPoolExecutor(1, named("saga-timer-"));
    single.setRemoveOnCancelPolicy(true); // a deadline that was met leaves at once
    timer = single;
  }

  ExecutorService items() {
    return items;
  }

  ExecutorService callbacks() {
    return callbacks;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  void shutdown() {
    timer.shutdownNow();
    items.shutdownNow();
    callbacks.shutdownNow();
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
