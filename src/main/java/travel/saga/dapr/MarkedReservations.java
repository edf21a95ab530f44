package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
 * transaction, so that the few that need care are found without reading the many that do not.
 */
final class MarkedReservations extends StateReservations {
  private static final String OPEN = "open|";
  private static final String ATTENTION = "attention|";
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
    List<Change> changes = new ArrayList<>(3);
    changes.add(recordOf(next, current));
    mark(changes, OPEN + next.id(), before.status().isOpen(), next.status().isOpen());
    mark(changes, ATTENTION + next.id(), atAttention(before), atAttention(next));
    return store().write(changes);
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
          IdCursor from = IdCursor.of(query.cursor());
          if (query.asksOnlyFor(Set.of(ReservationStatus.ATTENTION))) {
            return marked(ATTENTION, from);
          }
          return query.asksOnlyFor(ReservationStatus.OPEN)
              ? marked(OPEN, from)
              : new RecordRows(from);
        });
  }

  private Rows marked(String marker, @Nullable IdCursor from) {
    return new IdRows(
        from,
        (before, limit) ->
            listing
                .descending(marker, before == null ? null : marker + before, limit)
                .thenApply(
                    rows ->
                        rows.stream()
                            .map(row -> new ReservationId(row.key().substring(marker.length())))
                            .toList()),
        this::records);
  }

  /** All records, read as they lie in the store. */
  private final class RecordRows implements Rows {
    private @Nullable ReservationId last;

    RecordRows(@Nullable IdCursor from) {
      this.last = from == null ? null : from.last();
    }

    @Override
    public CompletionStage<PageFill.Chunk> next(int limit) {
      return listing
          .descending(RECORD, last == null ? null : RECORD + last, limit)
          .thenApply(found -> chunk(found, limit));
    }

    private PageFill.Chunk chunk(List<KeyListing.Row> found, int limit) {
      List<PageFill.Row> rows = found.stream().map(RecordRows::row).toList();
      if (rows.size() < limit) {
        return new PageFill.Chunk(rows, rows.size(), null);
      }
      last = id(found.get(found.size() - 1));
      return new PageFill.Chunk(rows, rows.size(), new IdCursor(last));
    }

    private static PageFill.Row row(KeyListing.Row found) {
      Reservation record = WireFormat.read(found.value(), Reservation.class);
      return new PageFill.Row(Optional.of(record), new IdCursor(id(found)));
    }

    private static ReservationId id(KeyListing.Row found) {
      return new ReservationId(found.key().substring(RECORD.length()));
    }
  }

  @Override
  public CompletionStage<Counts> counts() {
    return listing.count(OPEN).thenCombine(listing.count(ATTENTION), Counts::new);
  }
}
