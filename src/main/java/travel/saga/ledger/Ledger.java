package travel.saga.ledger;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Change.Insert;
import travel.saga.ledger.KeyValueStore.Change.Replace;
import travel.saga.ledger.KeyValueStore.Entry;
import travel.saga.ledger.LedgerRecord.Status;

/**
 * What was taken of one kind of thing, each under its business key, in a {@link KeyValueStore}.
 *
 * <p>Every call may be repeated under its key, before and after any crash, and has one effect: the
 * record under the key decides, and is only ever changed by insert or by etag. A voided key stays
 * void for good, so a take that comes late cannot leak a booking. Where a limit is set, one shared
 * row per resource counts, changed in the same write as the record; where none is set there is no
 * shared row to fight over. A limit counts what was taken while one was set; whether a record is
 * counted stands in the record, so a changed setting never makes the count wrong.
 *
 * <p>Safe for many threads; calls block. An exception of the store passes through and leaves the
 * effect unknown: repeat the call.
 */
public final class Ledger {
  /** Lost races before a call gives up; with {@link JitteredPause} some three seconds. */
  static final int MAX_TRIES = 50;

  private final String kind;
  private final String referencePrefix;
  private final KeyValueStore store;
  private final Pause pause;

  /**
   * @param kind first part of every key in the store: {@code flight}
   * @param referencePrefix first part of every reference: {@code FL}
   */
  public Ledger(String kind, String referencePrefix, KeyValueStore store, Pause pause) {
    this.kind = kind;
    this.referencePrefix = referencePrefix;
    this.store = store;
    this.pause = pause;
  }

  /**
   * Takes one, once per key. What the key has taken before is the answer again, whatever the terms
   * say now.
   *
   * @throws LedgerContendedException when the resource is changed by too many at once
   */
  public TakeResult take(String key, Terms terms) {
    String reference = Reference.of(referencePrefix, recordKey(key));
    var wanted =
        new LedgerRecord(
            Status.TAKEN, terms.resource(), reference, terms.price(), terms.limit().isPresent());
    if (terms.limit().isEmpty()) {
      return untilDecided(key, () -> tryTake(key, wanted));
    }
    int limit = terms.limit().getAsInt();
    return untilDecided(key, () -> tryTakeLimited(key, wanted, limit));
  }

  /**
   * Makes what was taken final.
   *
   * @throws LedgerContendedException when the record is changed by too many at once
   */
  public ConfirmResult confirm(String key) {
    return untilDecided(key, () -> tryConfirm(key));
  }

  /**
   * Gives back what was taken, confirmed or not, and voids the key for good, also when nothing was
   * ever taken under it.
   *
   * @throws LedgerContendedException when the resource is changed by too many at once
   */
  public void voidKey(String key) {
    untilDecided(key, () -> tryVoid(key) ? Optional.of(key) : Optional.empty());
  }

  /** What stands under the key. */
  public Optional<LedgerRecord> find(String key) {
    return read(key).map(Versioned::record);
  }

  private Optional<TakeResult> tryTake(String key, LedgerRecord wanted) {
    if (write(insert(key, wanted))) {
      return Optional.of(new TakeResult.Taken(wanted));
    }
    return find(key).map(Ledger::answerAgain);
  }

  private Optional<TakeResult> tryTakeLimited(String key, LedgerRecord wanted, int limit) {
    String stockKey = stockKey(wanted.resource());
    Optional<Entry> row = get(stockKey);
    long count = row.map(Ledger::count).orElse(0L);
    if (count >= limit) {
      // The last one may be this key's own.
      TakeResult exhausted = new TakeResult.Exhausted();
      return Optional.of(find(key).map(Ledger::answerAgain).orElse(exhausted));
    }
    byte[] counted = LedgerFormat.count(count + 1);
    Change stock =
        row.<Change>map(entry -> new Replace(stockKey, counted, entry.etag()))
            .orElseGet(() -> new Insert(stockKey, counted));
    if (write(insert(key, wanted), stock)) {
      return Optional.of(new TakeResult.Taken(wanted));
    }
    return find(key).map(Ledger::answerAgain);
  }

  private static TakeResult answerAgain(LedgerRecord found) {
    return found.status() == Status.VOID ? new TakeResult.Voided() : new TakeResult.Taken(found);
  }

  private Optional<ConfirmResult> tryConfirm(String key) {
    Optional<Versioned> found = read(key);
    if (found.isEmpty()) {
      return Optional.of(new ConfirmResult.NotTaken());
    }
    LedgerRecord record = found.get().record();
    LedgerRecord confirmed = record.confirmed();
    return switch (record.status()) {
      case VOID -> Optional.of(new ConfirmResult.Voided());
      case CONFIRMED -> Optional.of(new ConfirmResult.Confirmed(record));
      case TAKEN ->
          write(replace(key, confirmed, found.get()))
              ? Optional.of(new ConfirmResult.Confirmed(confirmed))
              : Optional.empty();
    };
  }

  private boolean tryVoid(String key) {
    Optional<Versioned> found = read(key);
    if (found.isEmpty()) {
      return write(insert(key, LedgerRecord.NEVER_TAKEN));
    }
    LedgerRecord record = found.get().record();
    if (record.status() == Status.VOID) {
      return true;
    }
    Change voided = replace(key, record.voided(), found.get());
    return record.counted() ? writeUncounting(voided, record.resource()) : write(voided);
  }

  /** A row that is gone, or at 0, was tampered with; giving back must still be possible. */
  private boolean writeUncounting(Change voided, String resource) {
    String stockKey = stockKey(resource);
    Optional<Entry> row = get(stockKey);
    if (row.isEmpty()) {
      return write(voided);
    }
    byte[] counted = LedgerFormat.count(Math.max(0, count(row.get()) - 1));
    return write(voided, new Replace(stockKey, counted, row.get().etag()));
  }

  /** Tries again while the race is lost: an empty round has changed nothing. */
  private <T> T untilDecided(String key, Supplier<Optional<T>> round) {
    for (int tries = 1; ; tries++) {
      Optional<T> decided = round.get();
      if (decided.isPresent()) {
        return decided.get();
      }
      if (tries == MAX_TRIES) {
        throw new LedgerContendedException(kind, key, tries);
      }
      pause.after(tries);
    }
  }

  private record Versioned(LedgerRecord record, String etag) {}

  private Optional<Versioned> read(String key) {
    return get(recordKey(key))
        .map(entry -> new Versioned(LedgerFormat.readRecord(entry.value()), entry.etag()));
  }

  private Insert insert(String key, LedgerRecord record) {
    return new Insert(recordKey(key), LedgerFormat.record(record));
  }

  private Replace replace(String key, LedgerRecord record, Versioned before) {
    return new Replace(recordKey(key), LedgerFormat.record(record), before.etag());
  }

  private static long count(Entry row) {
    return LedgerFormat.readCount(row.value());
  }

  private Optional<Entry> get(String storeKey) {
    return Await.answer(store.get(storeKey));
  }

  private boolean write(Change... changes) {
    return Await.answer(store.write(List.of(changes)));
  }

  private String recordKey(String key) {
    return kind + "|" + encoded(key);
  }

  private String stockKey(String resource) {
    return "stock|" + kind + "|" + encoded(resource);
  }

  /** Free text must not bring a {@code |} into a key: Dapr refuses {@code ||}. */
  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
