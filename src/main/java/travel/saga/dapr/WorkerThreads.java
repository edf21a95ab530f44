package travel.saga.dapr;

import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run work items, and one that watches the time. Unbounded here, since the worker
 * bounds what it takes; daemons, since nothing durable depends on them.
 */
@Singleton
class WorkerThreads {
  private final ExecutorService items = Executors.newCachedThreadPool(named("saga-worker-"));
  private final ScheduledExecutorService timer;

  WorkerThreads() {
    ScheduledThreadPoolExecutor single = new ScheduledThreadPoolExecutor(1, named("saga-timer-"));
    single.setRemoveOnCancelPolicy(true); // a deadline that was met leaves at once
    timer = single;
  }

  ExecutorService items() {
    return items;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  void shutdown() {
    timer.shutdownNow();
    items.shutdownNow();
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
