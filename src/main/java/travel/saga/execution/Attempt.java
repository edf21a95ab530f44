package travel.saga.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a step.
 *
 * @param number counts from 1
 * @param eventId of the event that called it, which a rerun can begin from
 * @param startedAt when the workflow scheduled it
 * @param endedAt when its outcome was stored
 * @param input JSON
 * @param output JSON, of one that was done or refused
 * @param traceId of the trace that it belongs to
 */
public record Attempt(
    int number,
    int eventId,
    StepStatus status,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String input,
    @Nullable String output,
    @Nullable Failure error,
    @Nullable String traceId) {}
