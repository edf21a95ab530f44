package travel.saga.engine.dispatch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;

/** Waits for runs to begin, for as long as there is a worker that could begin them. */
final class FirstTurns {
  private static final long LOOK_FOR_WORKERS_MILLIS = 1_000;

  private final Loop loop;
  private final Waiting waiting;
  private final Workers workers;
  private final long patienceMillis;

  /**
   * @param patience how long to wait for a worker while none is connected
   */
  FirstTurns(Loop loop, Waiting waiting, Workers workers, Duration patience) {
    this.loop = loop;
    this.waiting = waiting;
    this.workers = workers;
    this.patienceMillis = patience.toMillis();
  }

  /** Completes with the id when the run's first turn is stored, or patience is at its end. */
  CompletableFuture<String> await(Instance begun, CompletableFuture<?> answer) {
    String id = begun.identity().id();
    CompletableFuture<Instance> begins =
        waiting.until(id, now -> hasBegun(now, begun.identity()), answer);
    Loop.Alarm alarm = giveUpWithoutWorker(begins, begun, patienceMillis);
    var unused = begins.whenCompleteAsync((now, failure) -> loop.cancel(alarm), loop);
    return begins.thenApply(instance -> id);
  }

  private static boolean hasBegun(Instance now, Identity run) {
    int generation = now.identity().generation();
    return generation > run.generation()
        || (generation == run.generation() && !now.progress().isPending());
  }

  private Loop.Alarm giveUpWithoutWorker(
      CompletableFuture<Instance> begins, Instance begun, long afterMillis) {
    return loop.after(
        afterMillis,
        () -> {
          if (begins.isDone()) {
            return;
          }
          if (workers.count() == 0) {
            waiting.serve(begins, begun);
          } else {
            giveUpWithoutWorker(begins, begun, LOOK_FOR_WORKERS_MILLIS);
          }
        });
  }
}
