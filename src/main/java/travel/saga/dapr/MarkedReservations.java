package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.PageFill.Rows;
import travel.saga.ledger.KeyListing;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.WireFormat;

/**
 * The records on an engine that has transactions and can list keys. Beside each record that is open
 * or at ATTENTION stands a marker with its id in the key, written and deleted in the record's own
 * transaction, so that the few that need care are found without reading the many that do not. One
 * that is tried again has another, which is written behind the record's back and goes with the
 * record's being open.
 */
final class MarkedReservations extends StateReservations {
  private static final String OPEN = "open|";
  private static final String ATTENTION = "attention|";
  private static final String RETRYING = "retrying|";
  private static final byte[] MARKER = "{}".getBytes(StandardCharsets.UTF_8);

  private final KeyListing listing;

  MarkedReservations(KeyValueStore store, KeyListing listing) {
    super(store);
    this.listing = listing;
  }

  @Override
  public CompletionStage<Boolean> insert(Reservation pending, @Nullable KeyClaim claim) {
    List<Change> changes = new ArrayList<>(3);
    changes.add(recordOf(pending));
    changes.add(new Change.Insert(OPEN + pending.id(), MARKER));
    if (claim != null) {
      changes.add(claimOf(claim));
    }
    return store().write(changes);
  }

  @Override
  public CompletionStage<Boolean> replace(Stored current, Reservation next) {
    Reservation before = current.reservation();
    List<Change> changes = new ArrayList<>(4);
    changes.add(recordOf(next, current));
    mark(changes, OPEN + next.id(), before.status().isOpen(), next.status().isOpen());
    mark(changes, ATTENTION + next.id(), atAttention(before), atAttention(next));
    if (before.status().isOpen() && !next.status().isOpen()) {
      changes.add(new Change.Delete(RETRYING + next.id())); // most have none
    }
    return store().write(changes);
  }

  @Override
  CompletionStage<Boolean> mark(ReservationId retrying) {
    return store().write(List.of(new Change.Insert(RETRYING + retrying, MARKER)));
  }

  @Override
  CompletionStage<?> unmark(List<ReservationId> settled) {
    return store()
        .write(settled.stream().<Change>map(id -> new Change.Delete(RETRYING + id)).toList());
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

  /** Ids begin with the time, so the order of the keys, backwards, is newest first. */
  @Override
  public CompletionStage<ReservationPage> list(ReservationQuery query) {
    return page(
        query,
        () -> {
          IdRange range = IdRange.of(query);
          if (query.retrying()) {
            return marked(RETRYING, range, this::retrying);
          }
          if (query.asksOnlyFor(Set.of(ReservationStatus.ATTENTION))) {
            return marked(ATTENTION, range, this::findAll);
          }
          return query.asksOnlyFor(ReservationStatus.OPEN)
              ? marked(OPEN, range, this::findAll)
              : new RecordRows(range);
        });
  }

  private Rows marked(
      String marker,
      IdRange range,
      Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>> records) {
    return new IdRows(
        range,
        (before, limit) ->
            listing
                .descending(marker, before == null ? null : marker + before, limit)
                .thenApply(
                    rows ->
                        rows.stream()
                            .map(row -> new ReservationId(row.key().substring(marker.length())))
                            .toList()),
        records);
  }

  /** All records, read as they lie in the store. */
  private final class RecordRows implements Rows {
    private final IdRange range;
    private @Nullable ReservationId last;

    RecordRows(IdRange range) {
      this.range = range;
      this.last = range.from() == null ? null : range.from().last();
    }

    @Override
    public CompletionStage<PageFill.Chunk> next(int limit) {
      return listing
          .descending(RECORD, last == null ? null : RECORD + last, limit)
          .thenApply(found -> chunk(found, limit));
    }

    private PageFill.Chunk chunk(List<KeyListing.Row> found, int limit) {
      List<PageFill.Row> rows = found.stream().map(RecordRows::row).toList();
      if (rows.size() < limit || range.endsBefore(id(found.get(found.size() - 1)))) {
        return new PageFill.Chunk(rows, rows.size(), null);
      }
      last = id(found.get(found.size() - 1));
      return new PageFill.Chunk(rows, rows.size(), new IdCursor(last));
    }

    private static PageFill.Row row(KeyListing.Row found) {
      Reservation record = WireFormat.read(found.value(), Reservation.class);
      ReservationId id = id(found);
      return new PageFill.Row(Optional.of(record), IdCursor.at(id), new IdCursor(id));
    }

    private static ReservationId id(KeyListing.Row found) {
      return new ReservationId(found.key().substring(RECORD.length()));
    }
  }

  @Override
  public CompletionStage<Counts> counts() {
    return listing
        .count(OPEN)
        .thenCombine(listing.count(ATTENTION), (open, attention) -> new Counts(open, attention, 0))
        .thenCombine(
            listing.count(RETRYING),
            (some, retrying) -> new Counts(some.open(), some.attention(), retrying));
  }
}
