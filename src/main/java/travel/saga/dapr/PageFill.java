package travel.saga.dapr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;

/** Fills one page with the records that a query asks for, out of rows that are read in chunks. */
final class PageFill {
  /** Rows of one call, about: 50 pages of the {@link ReservationLog}. */
  static final int LOOKED_THROUGH = 50 * LogPage.SIZE;

  private static final int CHUNK = 250;

  /** The rows of a list, newest first; each call goes on behind the one before. */
  @FunctionalInterface
  interface Rows {
    /** At most {@code limit} rows. */
    CompletionStage<Chunk> next(int limit);
  }

  /**
   * @param record empty where there is none, or none of its own
   * @param here where the list goes on with this row
   * @param behind where the list goes on behind this row
   */
  record Row(Optional<Reservation> record, ListCursor here, ListCursor behind) {}

  /**
   * @param read how many rows were read for these
   * @param behind where the list goes on behind all of them; null at the end of the list
   */
  record Chunk(List<Row> rows, int read, @Nullable ListCursor behind) {}

  private final ReservationQuery query;
  private final Rows rows;
  private final List<Reservation> found = new ArrayList<>();
  private @Nullable ListCursor here;
  private int read;

  PageFill(ReservationQuery query, Rows rows) {
    this.query = query;
    this.rows = rows;
  }

  CompletionStage<ReservationPage> page() {
    return rows.next(query.asksForAll() ? query.limit() + 1 : CHUNK).thenCompose(this::take);
  }

  /** The row behind a full page is looked for, so that a list seldom ends with an empty page. */
  private CompletionStage<ReservationPage> take(Chunk chunk) {
    @Nullable ListCursor last = null;
    for (Row row : chunk.rows()) {
      if (found.size() == query.limit() && last != null) {
        return filled(last);
      }
      row.record().filter(query::asksFor).ifPresent(record -> add(record, row));
      last = row.behind();
    }
    read += chunk.read();
    boolean enough = read >= LOOKED_THROUGH || found.size() == query.limit();
    return chunk.behind() == null || enough ? filled(chunk.behind()) : page();
  }

  private void add(Reservation record, Row row) {
    if (found.isEmpty()) {
      here = row.here();
    }
    found.add(record);
  }

  private CompletionStage<ReservationPage> filled(@Nullable ListCursor behind) {
    return CompletableFuture.completedStage(
        new ReservationPage(List.copyOf(found), text(behind), text(here)));
  }

  private static @Nullable String text(@Nullable ListCursor cursor) {
    return cursor == null ? null : cursor.text();
  }
}
