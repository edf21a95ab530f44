package travel.saga.engine.dispatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs whose next turn can begin, first come first served; each is in it at most once. */
final class ReadyTurns {
  private final Loop loop;
  private final ArrayDeque<LiveRun> queue = new ArrayDeque<>();
  private final Set<LiveRun> held = new LinkedHashSet<>();

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
        && !run.told
        && !run.held
        && !run.isTerminal()
        && !startsLater(run);
  }

  /** Keeps the run back until another worker connects. */
  void hold(LiveRun run) {
    run.held = true;
    held.add(run);
  }

  /** Queues what was kept back. */
  void releaseHeld() {
    List<LiveRun> released = List.copyOf(held);
    held.clear();
    for (LiveRun run : released) {
      run.held = false;
      enqueue(run);
    }
  }

  /** A start is for a time of day: where the clock was set back, for the time it says then. */
  boolean startsLater(LiveRun run) {
    var progress = run.history.instance().progress();
    Instant startAt = progress.startAt();
    return progress.isPending()
        && startAt != null
        && startAt.toEpochMilli() > loop.timeOfDayMillis();
  }

  @Nullable LiveRun poll() {
    LiveRun run;
    while ((run = queue.poll()) != null) {
      if (!run.lost && run.phase == LiveRun.Phase.QUEUED) {
        if (!run.told) {
          return run;
        }
        run.phase = LiveRun.Phase.IDLE;
      }
    }
    return null;
  }

  int size() {
    return queue.size();
  }
}
