package travel.saga.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import travel.saga.api.StreamItem.Event;

/** Reads a stream as quickly as the test wants it to. */
final class Watcher implements Flow.Subscriber<StreamItem> {
  private final long atFirst;
  private final List<StreamItem> items = new ArrayList<>();
  private Flow.@Nullable Subscription subscription;
  private boolean completed;

  private Watcher(long atFirst) {
    this.atFirst = atFirst;
  }

  static Watcher quick() {
    return new Watcher(Long.MAX_VALUE);
  }

  /** Takes nothing until it is told to. */
  static Watcher slow() {
    return new Watcher(0);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (atFirst > 0) {
      given.request(atFirst);
    }
  }

  @Override
  public void onNext(StreamItem item) {
    items.add(item);
  }

  @Override
  public void onError(Throwable failure) {
    throw new AssertionError("a stream does not fail", failure);
  }

  @Override
  public void onComplete() {
    if (completed) {
      throw new AssertionError("completed twice");
    }
    completed = true;
  }

  void take(long more) {
    Objects.requireNonNull(subscription).request(more);
  }

  void leave() {
    Objects.requireNonNull(subscription).cancel();
  }

  boolean isCompleted() {
    return completed;
  }

  List<StreamItem> items() {
    return items;
  }

  List<Event> events() {
    return items.stream().filter(Event.class::isInstance).map(Event.class::cast).toList();
  }

  List<String> ids() {
    return events().stream().map(event -> event.id().text()).toList();
  }
}
