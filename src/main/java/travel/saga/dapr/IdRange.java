package travel.saga.dapr;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationQuery;

/**
 * Where a list in the order of ids begins and ends. Ids begin with the time, so that a stretch of
 * time is one of ids, give or take the moment between an id and its record.
 *
 * @param from null: from the newest on
 * @param last of what is before it in time nothing is asked for; null where there is no such id
 */
record IdRange(@Nullable IdCursor from, @Nullable ReservationId last) {
  /** Between an id and its record; clocks may differ, too. */
  static final Duration SLACK = Duration.ofMinutes(1);

  /**
   * @throws MalformedCursorException when the query's cursor is none of an {@link IdCursor}
   */
  static IdRange of(ReservationQuery query) {
    Instant before = query.created().before();
    Instant from = query.created().from();
    IdCursor cursor = IdCursor.of(query.cursor());
    return new IdRange(
        before == null ? cursor : earlier(cursor, ReservationId.firstOf(before.plus(SLACK))),
        from == null ? null : ReservationId.firstOf(from.minus(SLACK)));
  }

  private static IdCursor earlier(@Nullable IdCursor cursor, ReservationId end) {
    return cursor != null && cursor.last().value().compareTo(end.value()) < 0
        ? cursor
        : new IdCursor(end);
  }

  boolean endsBefore(ReservationId id) {
    return last != null && id.value().compareTo(last.value()) < 0;
  }
}
