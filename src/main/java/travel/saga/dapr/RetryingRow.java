package travel.saga.dapr;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import travel.saga.reservation.ReservationId;

/**
 * Reservations of one shard of which a step is tried again. JSON in the state store.
 *
 * @param ids in the order in which they came
 */
record RetryingRow(List<ReservationId> ids) {
  /** Of more at a time the others are not kept, so that a row stays of a size to be rewritten. */
  static final int SIZE = 256;

  static final RetryingRow EMPTY = new RetryingRow(List.of());

  /** This very row where nothing is to be added, or there is no room. */
  RetryingRow with(Collection<ReservationId> more) {
    List<ReservationId> all =
        Stream.concat(ids.stream(), more.stream()).distinct().limit(SIZE).toList();
    return all.size() == ids.size() ? this : new RetryingRow(all);
  }

  /** This very row where none of them is in it. */
  RetryingRow without(Collection<ReservationId> some) {
    Set<ReservationId> gone = Set.copyOf(some);
    List<ReservationId> left = ids.stream().filter(id -> !gone.contains(id)).toList();
    return left.size() == ids.size() ? this : new RetryingRow(left);
  }
}
