package travel.saga.dapr;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;

/** Rows in the order of ids that are known, with their records read in bulk. */
final class IdRows implements PageFill.Rows {
  /** Some ids, the last one first. */
  @FunctionalInterface
  interface Ids {
    CompletionStage<List<ReservationId>> before(@Nullable ReservationId id, int limit);
  }

  private final Ids ids;
  private final Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>>
      records;
  private final IdRange range;
  private @Nullable ReservationId last;

  IdRows(
      IdRange range,
      Ids ids,
      Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>> records) {
    this.range = range;
    this.last = range.from() == null ? null : range.from().last();
    this.ids = ids;
    this.records = records;
  }

  @Override
  public CompletionStage<PageFill.Chunk> next(int limit) {
    return ids.before(last, limit)
        .thenCompose(some -> records.apply(some).thenApply(found -> chunk(some, found, limit)));
  }

  private PageFill.Chunk chunk(
      List<ReservationId> some, Map<ReservationId, Reservation> found, int limit) {
    List<PageFill.Row> rows =
        some.stream()
            .map(
                id ->
                    new PageFill.Row(
                        Optional.ofNullable(found.get(id)), IdCursor.at(id), new IdCursor(id)))
            .toList();
    if (some.size() < limit || range.endsBefore(some.get(some.size() - 1))) {
      return new PageFill.Chunk(rows, rows.size(), null);
    }
    last = some.get(some.size() - 1);
    return new PageFill.Chunk(rows, rows.size(), new IdCursor(last));
  }
}
