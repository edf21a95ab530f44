package travel.saga.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.TimeRange;

/**
 * Which executions, newest first. What is null does not matter.
 *
 * @param workflow its wire name
 * @param text a part of the instance id; a whole one is found wherever it stands
 * @param createdFrom the first moment at which it may have been created
 * @param createdBefore the moment at which, and from which on, it may not
 * @param cursor of the page before, or of this page
 * @param limit rows of a page, 1 at least
 */
public record ExecutionQuery(
    ExecutionFocus focus,
    @Nullable ExecutionStatus status,
    @Nullable String workflow,
    @Nullable String text,
    @Nullable Instant createdFrom,
    @Nullable Instant createdBefore,
    @Nullable String cursor,
    int limit) {

  public TimeRange created() {
    return new TimeRange(createdFrom, createdBefore);
  }
}
