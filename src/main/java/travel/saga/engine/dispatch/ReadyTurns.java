package travel.saga.engine.dispatch;

import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Runs whose next turn can begin, first come first served; each is in it at most once. */
final class ReadyTurns {
  private final Loop loop;
  private final ArrayDeque<LiveRun> queue = new ArrayDeque<>();

  ReadyTurns(Loop loop) {
    this.loop = loop;
  }

  /** Queues the run if there is something for it to do and it is not at it already. */
  void enqueue(LiveRun run) {
    if (isDue(run)) {
      run.phase = LiveRun.Phase.QUEUED;
      queue.addLast(run);
    }
  }

  /** As {@link #enqueue}, before all others: it has waited once. */
  void enqueueFirst(LiveRun run) {
    if (isDue(run)) {
      run.phase = LiveRun.Phase.QUEUED;
      queue.addFirst(run);
    }
  }

  private boolean isDue(LiveRun run) {
    return run.phase == LiveRun.Phase.IDLE
        && !run.inbox.isEmpty()
        && !run.lost
        && !run.isTerminal()
        && !startsLater(run);
  }

  boolean startsLater(LiveRun run) {
    var progress = run.history.instance().progress();
    Instant startAt = progress.startAt();
    return progress.isPending() && startAt != null && startAt.toEpochMilli() > loop.nowMillis();
  }

  @Nullable LiveRun poll() {
    LiveRun run;
    while ((run = queue.poll()) != null) {
      if (!run.lost && run.phase == LiveRun.Phase.QUEUED) {
        return run;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }
}
