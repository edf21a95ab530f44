package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.StepStatus;

/**
 * A change of a step, as whoever watches a reservation sees it.
 *
 * @param step the wire name
 * @param attempt counts from 1
 * @param status of the attempt: RUNNING when it begins, and how it ended
 */
@Schema(description = "An attempt of a step or a compensation has begun or ended")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StepEventView(
    @Schema(description = "Its wire name") String step,
    @Schema(description = "Counts from 1", minimum = "1") int attempt,
    @Schema(
            implementation = String.class,
            description =
                "RUNNING when it begins, then how it ended; ABANDONED where its workflow ended first",
            enumeration = {"RUNNING", "COMPLETED", "REFUSED", "FAILED", "ABANDONED"})
        StepStatus status,
    Instant startedAt,
    @Nullable Instant endedAt) {}
