package travel.saga.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import travel.saga.api.EventHistory.Seen;
import travel.saga.reservation.ReservationId;

/**
 * The streams of events that are open here. One {@link EventWatch} serves all who watch the same
 * reservation.
 */
@Singleton
class EventStreams {
  private static final int SLOWER = 8;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final EventHistory history;
  private final EventWatch.Timer timer;
  private final Clock clock;
  private final EventWatch.Pace pace;
  private final ConcurrentHashMap<ReservationId, EventWatch> watches = new ConcurrentHashMap<>();
  private final Set<EventReader> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Inject
  EventStreams(EventHistory history, Vertx vertx, Clock clock, ApiConfig config) {
    this(
        history,
        (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run()),
        clock,
        config.eventsInterval());
  }

  EventStreams(EventHistory history, EventWatch.Timer timer, Clock clock, Duration interval) {
    this.history = history;
    this.timer = timer;
    this.clock = clock;
    this.pace = new EventWatch.Pace(interval.dividedBy(SLOWER), slowest(interval));
  }

  /** A look is also when a quiet stream shows that it is there. */
  private static Duration slowest(Duration interval) {
    Duration slow = interval.multipliedBy(SLOWER);
    return slow.compareTo(LONGEST) < 0 ? slow : LONGEST;
  }

  /** A reservation whose events can be told from some place on. */
  record Opening(ReservationId id, EventId place, Seen seen) {
    /** Whether nothing is to come any more. */
    boolean isOver() {
      return seen.ended() && EventWatch.firstBehind(place, seen) == null;
    }
  }

  /** How many there are. */
  int open() {
    return open.size();
  }

  /**
   * Empty when there is no such reservation. Fails with {@link
   * travel.saga.reservation.EngineUnavailableException} when the engine is away.
   */
  CompletionStage<Optional<Opening>> open(ReservationId id, EventId place) {
    return history
        .read(id, Seen.NOTHING)
        .thenApply(found -> found.map(seen -> new Opening(id, place, seen)));
  }

  Flow.Publisher<StreamItem> publisher(Opening opening) {
    return subscriber -> begin(opening, subscriber);
  }

  private void begin(Opening opening, Flow.Subscriber<? super StreamItem> subscriber) {
    EventWatch watch = opening.seen().ended() ? entered(opening, null) : joined(opening);
    EventReader reader =
        new EventReader(
            subscriber, watch, opening.place(), clock.instant(), left -> leave(opening.id(), left));
    watch.add(reader);
    open.add(reader);
    reader.start();
    if (stopping) {
      reader.stop();
    }
  }

  private EventWatch joined(Opening opening) {
    return watches.compute(opening.id(), (id, watch) -> entered(opening, watch));
  }

  /** One that has seen the end is left to those who still read it: more may have happened since. */
  private EventWatch entered(Opening opening, @Nullable EventWatch present) {
    EventWatch watch =
        present == null || present.seen().ended()
            ? new EventWatch(
                seen -> history.read(opening.id(), seen), opening.seen(), timer, pace, clock)
            : present;
    watch.enter();
    return watch;
  }

  private void leave(ReservationId id, EventReader reader) {
    open.remove(reader);
    EventWatch watch = reader.watch();
    watches.compute(id, (same, present) -> watch.left(reader) && present == watch ? null : present);
  }

  /** A stream that is open would hold up the stop. */
  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
    open.forEach(EventReader::stop);
  }
}
