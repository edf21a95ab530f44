package travel.saga.engine.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import travel.saga.engine.history.Instance;

/** Callers that wait for an instance, existing or not, to come to some state. */
final class Waiters {
  private final Loop loop;
  private final Map<String, List<Waiter>> byId = new HashMap<>();

  Waiters(Loop loop) {
    this.loop = loop;
  }

  /** Completes once the stored instance is as wanted. Cancelling it is how a caller gives up. */
  CompletableFuture<Instance> add(String id, Predicate<Instance> wanted) {
    Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
    byId.computeIfAbsent(id, key -> new ArrayList<>(1)).add(waiter);
    var unused =
        waiter.future.whenComplete(
            (instance, failure) -> {
              if (waiter.future.isCancelled()) {
                loop.execute(() -> remove(id, waiter));
              }
            });
    return waiter.future;
  }

  /** Ends one's waiting. */
  void serve(String id, CompletableFuture<Instance> future, Instance instance) {
    List<Waiter> waiting = byId.get(id);
    if (waiting != null
        && waiting.removeIf(waiter -> waiter.future == future)
        && waiting.isEmpty()) {
      byId.remove(id);
    }
    future.complete(instance);
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

  void failAll(RuntimeException reason) {
    List<Waiter> all = byId.values().stream().flatMap(List::stream).toList();
    byId.clear();
    all.forEach(waiter -> waiter.future.completeExceptionally(reason));
  }

  private void remove(String id, Waiter waiter) {
    List<Waiter> waiting = byId.get(id);
    if (waiting != null && waiting.remove(waiter) && waiting.isEmpty()) {
      byId.remove(id);
    }
  }

  private record Waiter(Predicate<Instance> wanted, CompletableFuture<Instance> future) {}
}
