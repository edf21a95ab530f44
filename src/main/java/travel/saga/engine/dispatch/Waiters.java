package travel.saga.engine.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;

/** Callers that wait for an instance, existing or not, to come to some state. */
final class Waiters {
  private final Loop loop;
  private final Map<String, List<Waiter>> byId = new HashMap<>();
  private @Nullable RuntimeException closed;

  Waiters(Loop loop) {
    this.loop = loop;
  }

  /** Completes once the stored instance is as wanted. Cancelling it is how a caller gives up. */
  CompletableFuture<Instance> add(String id, Predicate<Instance> wanted) {
    if (closed != null) {
      return CompletableFuture.failedFuture(closed);
    }
    Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
    byId.computeIfAbsent(id, key -> new ArrayList<>(1)).add(waiter);
    var unused =
        waiter.future.whenComplete(
            (instance, failure) -> {
              if (waiter.future.isCancelled()) {
                loop.execute(() -> remove(id, waiter.future));
              }
            });
    return waiter.future;
  }

  /** Ends one's waiting. */
  void serve(String id, CompletableFuture<Instance> future, Instance instance) {
    remove(id, future);
    future.complete(instance);
  }

  /** Ends one's waiting, since what is stored cannot be read. */
  void fail(String id, CompletableFuture<Instance> future, Throwable failure) {
    remove(id, future);
    future.completeExceptionally(failure);
  }

  private void remove(String id, CompletableFuture<Instance> future) {
    List<Waiter> waiting = byId.get(id);
    if (waiting != null
        && waiting.removeIf(waiter -> waiter.future == future)
        && waiting.isEmpty()) {
      byId.remove(id);
    }
  }

  /** Tells those who wait for it what is stored now. */
  void stored(Instance instance) {
    String id = instance.identity().id();
    List<Waiter> waiting = byId.get(id);
    if (waiting == null) {
      return;
    }
    List<Waiter> served = new ArrayList<>();
    waiting.removeIf(waiter -> waiter.wanted.test(instance) && served.add(waiter));
    if (waiting.isEmpty()) {
      byId.remove(id);
    }
    served.forEach(waiter -> waiter.future.complete(instance));
  }

  /** Ends all waiting, and whatever is begun later. */
  void close(RuntimeException reason) {
    closed = reason;
    List<Waiter> all = byId.values().stream().flatMap(List::stream).toList();
    byId.clear();
    all.forEach(waiter -> waiter.future.completeExceptionally(reason));
  }

  /** Ids that someone waits for. */
  int ids() {
    return byId.size();
  }

  private record Waiter(Predicate<Instance> wanted, CompletableFuture<Instance> future) {}
}
