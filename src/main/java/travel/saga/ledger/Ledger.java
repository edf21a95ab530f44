package travel.saga.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.LedgerRecord.Status;
import travel.saga.ledger.LedgerRows.Versioned;

/**
 * What was taken of one kind of thing, each under its business key, in a {@link KeyValueStore}.
 *
 * <p>Every call may be repeated under its key, before and after any crash, and has one effect: the
 * record under the key decides, and is only ever changed by insert or by etag. A voided key stays
 * void for good, so a take that comes late cannot leak a booking. Where no limit is set there is no
 * shared row to fight over.
 *
 * <p>Where a limit is set, the resource has a row with the keys that hold one of it, never more
 * than the limit when one is added. Right also where a write of two rows stops between them:
 *
 * <ul>
 *   <li>A take enters its key in the row before it inserts the record; a void makes the record VOID
 *       before it strikes the key off. So what is taken under a limit always stands in the row.
 *   <li>A key is struck off only when its record says that it holds none of the resource, and such
 *       a record never changes its mind. A key without a record is under way, and counts.
 *   <li>A key that a dead call left behind goes when its take or void is run again; or, where
 *       nobody does, when a take finds none left: it looks at the holders' records first.
 * </ul>
 *
 * A limit counts what was taken while one was set, which stands in the record; so a changed setting
 * never makes the row wrong. No row is ever deleted.
 *
 * <p>Safe for many threads; calls block. An exception of the store passes through and leaves the
 * effect unknown: repeat the call.
 */
public final class Ledger {
  /** Lost races before a call gives up; with {@link JitteredPause} some three seconds. */
  static final int MAX_TRIES = 50;

  /** So many holders a take looks at before it says that none is left. */
  static final int SAMPLE = 32;

  private final String kind;
  private final String referencePrefix;
  private final LedgerRows rows;
  private final Pause pause;

  /**
   * @param kind first part of every key in the store: {@code flight}
   * @param referencePrefix first part of every reference: {@code FL}
   */
  public Ledger(String kind, String referencePrefix, KeyValueStore store, Pause pause) {
    this.kind = kind;
    this.referencePrefix = referencePrefix;
    this.rows = new LedgerRows(kind, store);
    this.pause = pause;
  }

  /**
   * Takes one, once per key. What the key has taken before is the answer again, whatever the terms
   * say now.
   *
   * @throws LedgerContendedException when the resource is changed by too many at once
   */
  public TakeResult take(String key, Terms terms) {
    String reference = Reference.of(referencePrefix, rows.recordKey(key));
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
    untilDone(key, () -> tryVoid(key));
  }

  /** What stands under the key. */
  public Optional<LedgerRecord> find(String key) {
    return rows.read(key).map(Versioned::record);
  }

  /**
   * @param entry in the row of holders; none where the key needs no entry, or has one
   */
  private Optional<TakeResult> tryTake(String key, LedgerRecord wanted, Change... entry) {
    List<Change> changes = new ArrayList<>(List.of(entry));
    changes.add(rows.insert(key, wanted));
    return rows.write(changes)
        ? Optional.of(new TakeResult.Taken(wanted))
        : find(key).map(found -> answerAgain(key, wanted, found));
  }

  private Optional<TakeResult> tryTakeLimited(String key, LedgerRecord wanted, int limit) {
    Holders holders = rows.holders(wanted.resource());
    if (!holders.include(key) && holders.count() < limit) {
      return tryTake(key, wanted, holders.with(key).change());
    }
    // An earlier run may have come so far, or all the way.
    Optional<LedgerRecord> found = find(key);
    if (found.isPresent()) {
      return found.map(record -> answerAgain(key, wanted, record));
    }
    return holders.include(key) ? tryTake(key, wanted) : tryReclaim(key, wanted, limit, holders);
  }

  /** All are held; perhaps some by keys that have no right to. */
  private Optional<TakeResult> tryReclaim(
      String key, LedgerRecord wanted, int limit, Holders holders) {
    Holders rightful = holders.without(strays(holders.sample(key, SAMPLE), wanted.resource()));
    if (rightful.count() == holders.count()) {
      return Optional.of(new TakeResult.Exhausted());
    }
    if (rightful.count() < limit) {
      return tryTake(key, wanted, rightful.with(key).change());
    }
    rows.write(rightful.change()); // still too many under a lowered limit: on to the next
    return Optional.empty();
  }

  private List<String> strays(List<String> holders, String resource) {
    List<Optional<LedgerRecord>> records = rows.readAll(holders);
    List<String> strays = new ArrayList<>();
    for (int i = 0; i < holders.size(); i++) {
      if (records.get(i).filter(record -> !record.holdsOneOf(resource)).isPresent()) {
        strays.add(holders.get(i));
      }
    }
    return strays;
  }

  /** The record was there first; where the take has an entry that it gives no right to, it goes. */
  private TakeResult answerAgain(String key, LedgerRecord wanted, LedgerRecord found) {
    if (wanted.counted() && !found.holdsOneOf(wanted.resource())) {
      untilDone(key, () -> tryStrikeOff(key, wanted.resource()));
    }
    return found.status() == Status.VOID ? new TakeResult.Voided() : new TakeResult.Taken(found);
  }

  private boolean tryStrikeOff(String key, String resource) {
    Holders holders = rows.holders(resource);
    return !holders.include(key) || rows.write(holders.without(List.of(key)).change());
  }

  private Optional<ConfirmResult> tryConfirm(String key) {
    Optional<Versioned> found = rows.read(key);
    if (found.isEmpty()) {
      return Optional.of(new ConfirmResult.NotTaken());
    }
    LedgerRecord record = found.get().record();
    LedgerRecord confirmed = record.confirmed();
    return switch (record.status()) {
      case VOID -> Optional.of(new ConfirmResult.Voided());
      case CONFIRMED -> Optional.of(new ConfirmResult.Confirmed(record));
      case TAKEN ->
          rows.write(rows.replace(key, confirmed, found.get()))
              ? Optional.of(new ConfirmResult.Confirmed(confirmed))
              : Optional.empty();
    };
  }

  private boolean tryVoid(String key) {
    Optional<Versioned> found = rows.read(key);
    if (found.isEmpty()) {
      return rows.write(rows.insert(key, LedgerRecord.NEVER_TAKEN));
    }
    LedgerRecord record = found.get().record();
    List<Change> changes = new ArrayList<>(2);
    if (record.status() != Status.VOID) {
      changes.add(rows.replace(key, record.voided(), found.get()));
    }
    if (record.counted()) { // also where it is void: an earlier run may have come just so far
      Holders holders = rows.holders(record.resource());
      if (holders.include(key)) {
        changes.add(holders.without(List.of(key)).change());
      }
    }
    return changes.isEmpty() || rows.write(changes);
  }

  private void untilDone(String key, Supplier<Boolean> round) {
    untilDecided(key, () -> round.get() ? Optional.of(key) : Optional.empty());
  }

  /** Tries again while the race is lost: an empty round has decided nothing. */
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
}
