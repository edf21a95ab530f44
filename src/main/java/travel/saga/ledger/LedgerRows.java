package travel.saga.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Change.Insert;
import travel.saga.ledger.KeyValueStore.Change.Replace;
import travel.saga.ledger.KeyValueStore.Entry;

/** Where a ledger's rows are in the store: a record per key, the holders per limited resource. */
final class LedgerRows {
  private final String kind;
  private final KeyValueStore store;

  LedgerRows(String kind, KeyValueStore store) {
    this.kind = kind;
    this.store = store;
  }

  /** A record and the version it was read in. */
  record Versioned(LedgerRecord record, String etag) {
    static Versioned of(Entry row) {
      return new Versioned(LedgerFormat.readRecord(row.value()), row.etag());
    }
  }

  Optional<Versioned> read(String key) {
    return Await.answer(store.get(recordKey(key))).map(Versioned::of);
  }

  /** Reads them side by side; answers in the order of the keys. */
  List<Optional<LedgerRecord>> readAll(List<String> keys) {
    List<CompletionStage<Optional<Entry>>> answers =
        keys.stream().map(key -> store.get(recordKey(key))).toList();
    return answers.stream()
        .map(answer -> Await.answer(answer).map(Versioned::of).map(Versioned::record))
        .toList();
  }

  Holders holders(String resource) {
    String storeKey = "holders|" + kind + "|" + encoded(resource);
    return Holders.read(storeKey, Await.answer(store.get(storeKey)));
  }

  Insert insert(String key, LedgerRecord record) {
    return new Insert(recordKey(key), LedgerFormat.record(record));
  }

  Replace replace(String key, LedgerRecord record, Versioned before) {
    return new Replace(recordKey(key), LedgerFormat.record(record), before.etag());
  }

  boolean write(Change... changes) {
    return write(List.of(changes));
  }

  boolean write(List<Change> changes) {
    return Await.answer(store.write(changes));
  }

  String recordKey(String key) {
    return kind + "|" + encoded(key);
  }

  /** Free text must not bring a {@code |} into a key: Dapr refuses {@code ||}. */
  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
