package travel.saga.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of what is done to an execution; may be absent.
 *
 * @param reason kept in the execution's history
 * @param step where a rerun begins
 */
@Schema(nullable = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExecutionAction(
    @Schema(examples = "Maintenance at the partner's", nullable = true, pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @Text
        @Nullable String reason,
    @Schema(
            examples = "confirm-car",
            description = "For a rerun alone",
            nullable = true,
            pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @Text
        @Nullable String step) {
  static final ExecutionAction NOTHING_SAID = new ExecutionAction(null, null);
}
