package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.ledger.KeyListing;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.Claim;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Sha256;
import travel.saga.reservation.WireFormat;

/**
 * The records in the state store. Beside each record that is open or at ATTENTION stands a marker
 * with its id in the key, written and deleted in the record's own transaction, so that the few that
 * need care are found without reading the many that do not.
 */
final class StateReservations implements Reservations {
  private static final String RECORD = "reservation|";
  private static final String CLAIM = "idem|";
  private static final String OPEN = "open|";
  private static final String ATTENTION = "attention|";
  private static final byte[] MARKER = "{}".getBytes(StandardCharsets.UTF_8);

  private final KeyValueStore store;
  private final KeyListing listing;

  StateReservations(KeyValueStore store, KeyListing listing) {
    this.store = store;
    this.listing = listing;
  }

  @Override
  public CompletionStage<Boolean> insert(Reservation pending, @Nullable KeyClaim claim) {
    List<Change> changes = new ArrayList<>(3);
    changes.add(new Change.Insert(RECORD + pending.id(), WireFormat.bytes(pending)));
    changes.add(new Change.Insert(OPEN + pending.id(), MARKER));
    if (claim != null) {
      changes.add(new Change.Insert(claimKey(claim.key()), WireFormat.bytes(claim.claim())));
    }
    return store.write(changes);
  }

  @Override
  public CompletionStage<Optional<Claim>> claim(IdempotencyKey key) {
    return store
        .get(claimKey(key))
        .thenApply(entry -> entry.map(found -> WireFormat.read(found.value(), Claim.class)));
  }

  @Override
  public CompletionStage<Optional<Stored>> find(ReservationId id) {
    return store
        .get(RECORD + id)
        .thenApply(
            entry ->
                entry.map(
                    found ->
                        new Stored(
                            WireFormat.read(found.value(), Reservation.class), found.etag())));
  }

  @Override
  public CompletionStage<Boolean> replace(Stored current, Reservation next) {
    Reservation before = current.reservation();
    List<Change> changes = new ArrayList<>(3);
    changes.add(new Change.Replace(RECORD + next.id(), WireFormat.bytes(next), current.etag()));
    mark(changes, OPEN + next.id(), before.status().isOpen(), next.status().isOpen());
    mark(changes, ATTENTION + next.id(), atAttention(before), atAttention(next));
    return store.write(changes);
  }

  private static void mark(List<Change> changes, String key, boolean before, boolean after) {
    if (after && !before) {
      changes.add(new Change.Insert(key, MARKER));
    } else if (before && !after) {
      changes.add(new Change.Delete(key));
    }
  }

  private static boolean atAttention(Reservation reservation) {
    return reservation.status() == ReservationStatus.ATTENTION;
  }

  @Override
  public CompletionStage<List<ReservationId>> open(@Nullable ReservationId after, int limit) {
    return listing
        .keys(OPEN, after == null ? null : OPEN + after, limit)
        .thenApply(
            keys ->
                keys.stream().map(key -> new ReservationId(key.substring(OPEN.length()))).toList());
  }

  @Override
  public CompletionStage<Counts> counts() {
    return listing.count(OPEN).thenCombine(listing.count(ATTENTION), Counts::new);
  }

  private static String claimKey(IdempotencyKey key) {
    String callersKey = key.caller() + '\0' + key.value();
    return CLAIM + Sha256.hex(callersKey.getBytes(StandardCharsets.UTF_8));
  }
}
