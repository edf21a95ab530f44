package travel.saga.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.api.EventHistory.Seen;
import travel.saga.api.StreamItem.Event;

/**
 * Looks at one reservation for all who watch it here, as long as there is anybody and anything to
 * come: soon after something has changed, and less and less often while nothing does.
 */
final class EventWatch {
  private static final Logger LOG = Logger.getLogger(EventWatch.class);

  /** Runs a task after a while, and blocks nobody meanwhile. */
  @FunctionalInterface
  interface Timer {
    void after(Duration delay, Runnable task);
  }

  /**
   * @param shortest the delay after a change
   * @param longest what it grows to, twice as long each time nothing has changed
   */
  record Pace(Duration shortest, Duration longest) {
    Duration after(Duration before, boolean changed) {
      Duration twice = before.multipliedBy(2);
      return changed ? shortest : twice.compareTo(longest) < 0 ? twice : longest;
    }
  }

  private final Function<Seen, CompletionStage<Optional<Seen>>> history;
  private final Timer timer;
  private final Pace pace;
  private final Clock clock;
  private final List<EventReader> readers = new CopyOnWriteArrayList<>();
  private int watching;
  private volatile Seen seen;
  private volatile boolean stopped;

  /**
   * @param history answers with what there is by now
   * @param seen what there was when the first reader came
   */
  EventWatch(
      Function<Seen, CompletionStage<Optional<Seen>>> history,
      Seen seen,
      Timer timer,
      Pace pace,
      Clock clock) {
    this.history = history;
    this.seen = seen;
    this.timer = timer;
    this.pace = pace;
    this.clock = clock;
  }

  Seen seen() {
    return seen;
  }

  Instant now() {
    return clock.instant();
  }

  @Nullable Event firstBehind(EventId place) {
    return firstBehind(place, seen);
  }

  static @Nullable Event firstBehind(EventId place, Seen seen) {
    for (Event event : seen.events()) {
      if (event.id().compareTo(place) > 0) {
        return event;
      }
    }
    return null;
  }

  /** Somebody is about to watch; to be called by one thread at a time, as {@link #left}. */
  void enter() {
    watching++;
    if (watching == 1 && !seen.ended()) {
      lookAfter(pace.shortest());
    }
  }

  void add(EventReader reader) {
    readers.add(reader);
  }

  /**
   * Takes one away that has entered.
   *
   * @return whether nobody is left; the look that is under way is the last then
   */
  boolean left(EventReader reader) {
    readers.remove(reader);
    watching--;
    stopped = watching == 0;
    return stopped;
  }

  private void lookAfter(Duration delay) {
    timer.after(
        delay,
        () -> {
          if (!stopped) {
            CompletableFuture.completedStage(seen)
                .thenCompose(history)
                .whenComplete((next, failure) -> looked(next, failure, delay));
          }
        });
  }

  /** While the engine is away the streams stay, and go on once it is back. */
  private void looked(@Nullable Optional<Seen> next, @Nullable Throwable failure, Duration delay) {
    if (failure != null) {
      LOG.debugf("events are looked for again later (%s)", failure);
    }
    Seen before = seen;
    seen = next == null ? before : next.orElse(before);
    boolean changed = !seen.equals(before);
    Instant now = clock.instant();
    readers.forEach(reader -> reader.look(now));
    if (!seen.ended()) {
      lookAfter(pace.after(delay, changed));
    }
  }
}
