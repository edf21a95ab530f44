package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.PageFill.Rows;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.Claim;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Sha256;
import travel.saga.reservation.WireFormat;

/** Records and claims in the state store; how the open ones are found is left to each engine. */
abstract class StateReservations implements Reservations {
  static final String RECORD = "reservation|";
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

  @Override
  public final CompletionStage<Map<ReservationId, Reservation>> findAll(List<ReservationId> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedStage(Map.of());
    }
    return store
        .getAll(ids.stream().map(id -> RECORD + id).toList())
        .thenApply(
            entries ->
                entries.values().stream()
                    .map(entry -> WireFormat.read(entry.value(), Reservation.class))
                    .collect(Collectors.toMap(Reservation::id, record -> record)));
  }

  @Override
  public final CompletionStage<Void> markRetrying(ReservationId id) {
    return find(id)
        .thenCompose(
            found ->
                found.filter(current -> current.reservation().status().isOpen()).isPresent()
                    ? mark(id)
                    : CompletableFuture.completedStage(false))
        .thenAccept(marked -> {});
  }

  /** Remembers that an open one is tried again. */
  abstract CompletionStage<Boolean> mark(ReservationId retrying);

  /** Forgets of some that they are tried again. */
  abstract CompletionStage<?> unmark(List<ReservationId> settled);

  /**
   * The records of some that are marked as tried again. One that was marked when it was not open
   * any more is forgotten here; if that fails it is met again.
   */
  final CompletionStage<Map<ReservationId, Reservation>> retrying(List<ReservationId> marked) {
    return findAll(marked)
        .thenCompose(
            found -> {
              List<ReservationId> stale =
                  marked.stream().filter(id -> !isOpen(found.get(id))).toList();
              return stale.isEmpty()
                  ? CompletableFuture.completedStage(found)
                  : unmark(stale).handle((done, failure) -> found);
            });
  }

  private static boolean isOpen(@Nullable Reservation record) {
    return record != null && record.status().isOpen();
  }

  /**
   * A page of the rows that are there from where the query goes on. A cursor that is none fails the
   * stage like everything else.
   */
  static CompletionStage<ReservationPage> page(ReservationQuery query, Supplier<Rows> rows) {
    try {
      return new PageFill(query, rows.get()).page();
    } catch (MalformedCursorException notOurs) {
      return CompletableFuture.failedStage(notOurs);
    }
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
