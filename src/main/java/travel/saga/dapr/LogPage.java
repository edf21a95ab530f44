package travel.saga.dapr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import travel.saga.reservation.ReservationId;

/**
 * The last page of a shard of the {@link ReservationLog}, and which pages before it are still of
 * interest. JSON in the state store.
 *
 * @param number of this page; the first is 0
 * @param first the oldest page that may name a reservation that is not settled
 * @param entries oldest first
 */
record LogPage(int number, int first, List<Entry> entries) {
  /** A page with so many entries takes no more. */
  static final int SIZE = 32;

  static final LogPage EMPTY = new LogPage(0, 0, List.of());

  /** An id without a record by then has lost its writer. */
  private static final Duration RECORD_IS_WRITTEN_WITHIN = Duration.ofHours(1);

  /** What is not settled by then is not waited for when a page is left behind. */
  private static final Duration USUALLY_SETTLED_WITHIN = Duration.ofMinutes(1);

  /**
   * @param at when the reservation was entered first
   * @param again not the first entry of this id
   */
  record Entry(ReservationId id, Instant at, boolean again) {
    Entry carriedOn() {
      return new Entry(id, at, true);
    }

    boolean isStraggler(Instant now) {
      return at.plus(USUALLY_SETTLED_WITHIN).isBefore(now);
    }

    boolean isGivenUp(Instant now) {
      return at.plus(RECORD_IS_WRITTEN_WITHIN).isBefore(now);
    }
  }

  boolean isFull() {
    return entries.size() >= SIZE;
  }

  LogPage next() {
    return new LogPage(number + 1, first, List.of());
  }

  LogPage with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more);
    return new LogPage(number, first, List.copyOf(all));
  }

  /** Leaves the pages before {@code next} behind; what is not settled there is carried on. */
  LogPage leaving(int next, List<Entry> unsettled) {
    LogPage carried = with(unsettled.stream().map(Entry::carriedOn).toList());
    return new LogPage(number, next, carried.entries());
  }
}
