package travel.saga.reservation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from its first moment; null where it has no beginning
 * @param before the first moment behind it; null where it has no end
 */
public record TimeRange(@Nullable Instant from, @Nullable Instant before) {
  public static final TimeRange ALL = new TimeRange(null, null);

  public boolean contains(Instant moment) {
    return (from == null || !moment.isBefore(from)) && (before == null || moment.isBefore(before));
  }
}
