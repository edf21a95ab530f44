package travel.saga.execution;

import org.jspecify.annotations.Nullable;

/**
 * Which executions, newest first. What is null does not matter.
 *
 * @param workflow its wire name
 * @param text a part of the instance id; a whole one is found wherever it stands
 * @param cursor of the page before
 * @param limit rows of a page, 1 at least
 */
public record ExecutionQuery(
    @Nullable ExecutionStatus status,
    @Nullable String workflow,
    @Nullable String text,
    @Nullable String cursor,
    int limit) {}
