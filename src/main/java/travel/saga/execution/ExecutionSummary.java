package travel.saga.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a list.
 *
 * @param id the workflow's instance id
 * @param workflow its wire name
 */
public record ExecutionSummary(
    String id,
    String workflow,
    ExecutionStatus status,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
