package travel.saga.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Change.Insert;
import travel.saga.ledger.KeyValueStore.Change.Replace;
import travel.saga.ledger.KeyValueStore.Entry;

/**
 * What the contracts of a store have in common. Values are JSON text, since some stores keep them
 * as such. Each test has keys of its own, so that all may share one store.
 */
abstract class StoreScenarios {
  final String prefix = "contract-" + UUID.randomUUID() + "-";
  final String key = prefix + "key";
  final String other = prefix + "other";
  final String third = prefix + "third";

  protected abstract KeyValueStore store();

  /** The key that one of many threads has for itself. */
  final String own(int racer) {
    return prefix + "own-" + racer;
  }

  final boolean write(Change... changes) {
    return await(store().write(List.of(changes)));
  }

  final String etag(String key) {
    return await(store().get(key)).orElseThrow().etag();
  }

  final @Nullable String text(String key) {
    Entry entry = await(store().get(key)).orElse(null);
    return entry == null ? null : new String(entry.value(), UTF_8);
  }

  static Insert insert(String key, String text) {
    return new Insert(key, json(text).getBytes(UTF_8));
  }

  static Replace replace(String key, String text, String etag) {
    return new Replace(key, json(text).getBytes(UTF_8), etag);
  }

  static String json(String text) {
    return '"' + text + '"';
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
