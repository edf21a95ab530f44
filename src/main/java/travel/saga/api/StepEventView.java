package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.StepStatus;

/**
 * A change of a step, as whoever watches a reservation sees it.
 *
 * @param step the wire name
 * @param attempt counts from 1
 * @param status of the attempt: RUNNING when it begins, and how it ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StepEventView(
    String step, int attempt, StepStatus status, Instant startedAt, @Nullable Instant endedAt) {}
