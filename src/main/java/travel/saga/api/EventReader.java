package travel.saga.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import travel.saga.api.EventHistory.Seen;
import travel.saga.api.StreamItem.Event;
import travel.saga.api.StreamItem.Heartbeat;

/**
 * One open stream. Keeps no events, but the place it has come to, and takes the next from what its
 * {@link EventWatch} has seen once the caller can take one: a caller that is slow costs no memory.
 * May be used by many threads.
 */
final class EventReader implements Flow.Subscription {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Flow.Subscriber<? super StreamItem> subscriber;
  private final EventWatch watch;
  private final Consumer<EventReader> leave;
  private EventId place;
  private Instant lastSent;
  private long demand;
  private boolean started;
  private boolean beating;
  private boolean stopping;
  private boolean closed;
  private boolean sending;

  /**
   * @param place of the last event that the caller has
   * @param leave is told once, when the stream is over
   */
  EventReader(
      Flow.Subscriber<? super StreamItem> subscriber,
      EventWatch watch,
      EventId place,
      Instant now,
      Consumer<EventReader> leave) {
    this.subscriber = subscriber;
    this.watch = watch;
    this.place = place;
    this.lastSent = now;
    this.leave = leave;
  }

  EventWatch watch() {
    return watch;
  }

  /** Nothing is sent before. */
  void start() {
    subscriber.onSubscribe(this);
    synchronized (this) {
      started = true;
    }
    send();
  }

  @Override
  public void request(long more) {
    synchronized (this) {
      demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }
    send();
  }

  @Override
  public void cancel() {
    close();
  }

  /** There may be something to send. */
  void look(Instant now) {
    synchronized (this) {
      beating = lastSent.plus(SILENCE).isBefore(now);
      if (beating) {
        lastSent = now;
      }
    }
    send();
  }

  /** Ends the stream where it is; the caller goes on from there elsewhere. */
  void stop() {
    synchronized (this) {
      stopping = true;
    }
    send();
  }

  /** By one thread at a time; whoever comes meanwhile leaves it to that one. */
  private void send() {
    synchronized (this) {
      if (sending) {
        return;
      }
      sending = true;
    }
    StreamItem item = next();
    while (item != null) {
      subscriber.onNext(item);
      item = next();
    }
  }

  /** Null, and nobody is sending any more, when there is nothing that could be sent now. */
  private @Nullable StreamItem next() {
    boolean over;
    synchronized (this) {
      StreamItem item = started && !closed && !stopping ? nextItem() : null;
      if (item != null) {
        return item;
      }
      over = started && !closed && (stopping || isAtEnd());
      sending = false;
    }
    if (over && close()) {
      subscriber.onComplete();
    }
    return null;
  }

  private @Nullable StreamItem nextItem() {
    if (demand == 0) {
      return null;
    }
    Event event = watch.firstBehind(place);
    if (event != null) {
      place = event.id();
      lastSent = watch.now();
    } else if (!beating) {
      return null;
    }
    demand--;
    beating = false;
    return event == null ? new Heartbeat() : event;
  }

  private boolean isAtEnd() {
    Seen seen = watch.seen();
    return seen.ended() && EventWatch.firstBehind(place, seen) == null;
  }

  private boolean close() {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
    }
    leave.accept(this);
    return true;
  }
}
