package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.Claim;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Sha256;
import travel.saga.reservation.WireFormat;

/** Records and claims in the state store; how the open ones are found is left to each engine. */
abstract class StateReservations implements Reservations {
  private static final String RECORD = "reservation|";
  private static final String CLAIM = "idem|";

  private final KeyValueStore store;

  StateReservations(KeyValueStore store) {
    this.store = store;
  }

  final KeyValueStore store() {
    return store;
  }

  @Override
  public final CompletionStage<Optional<Claim>> claim(IdempotencyKey key) {
    return store
        .get(claimKey(key))
        .thenApply(entry -> entry.map(found -> WireFormat.read(found.value(), Claim.class)));
  }

  @Override
  public final CompletionStage<Optional<Stored>> find(ReservationId id) {
    return store
        .get(RECORD + id)
        .thenApply(
            entry ->
                entry.map(
                    found ->
                        new Stored(
                            WireFormat.read(found.value(), Reservation.class), found.etag())));
  }

  static Change recordOf(Reservation pending) {
    return new Change.Insert(RECORD + pending.id(), WireFormat.bytes(pending));
  }

  static Change recordOf(Reservation next, Stored current) {
    return new Change.Replace(RECORD + next.id(), WireFormat.bytes(next), current.etag());
  }

  static Change claimOf(KeyClaim claim) {
    return new Change.Insert(claimKey(claim.key()), WireFormat.bytes(claim.claim()));
  }

  private static String claimKey(IdempotencyKey key) {
    String callersKey = key.caller() + '\0' + key.value();
    return CLAIM + Sha256.hex(callersKey.getBytes(StandardCharsets.UTF_8));
  }
}
