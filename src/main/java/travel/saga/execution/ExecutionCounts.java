package travel.saga.execution;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many executions there are.
 *
 * @param byStatus none of a status that is missing
 * @param attention reservations at ATTENTION
 * @param retrying open reservations of which a step has failed and is tried again
 * @param since of what has ended, only what was created from then on is counted; null where all is
 */
public record ExecutionCounts(
    Map<ExecutionStatus, Long> byStatus, long attention, long retrying, @Nullable Instant since) {}
