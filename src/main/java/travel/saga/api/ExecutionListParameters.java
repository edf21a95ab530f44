package travel.saga.api;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionFocus;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;

/**
 * What a list is asked for with. One that is empty is as one that is absent, as forms send them.
 */
public class ExecutionListParameters {
  @QueryParam("focus")
  @Parameter(
      description =
          "`attention`: the saga of each reservation at ATTENTION; `retrying`: of each open one of"
              + " which a step has failed and is tried again",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"all", "attention", "retrying"},
              defaultValue = "all"))
  @Nullable String focus;

  @QueryParam("status")
  @Parameter(schema = @Schema(implementation = ExecutionStatus.class))
  @Nullable String status;

  @QueryParam("workflow")
  @Parameter(description = "The wire name of the workflow, as `reservation`")
  @Nullable String workflow;

  @QueryParam("q")
  @Parameter(description = "A part of the id; a whole id is found wherever it stands")
  @Nullable String text;

  @QueryParam("created_from")
  @Parameter(
      description = "The first moment at which it may have been created",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Nullable String createdFrom;

  @QueryParam("created_before")
  @Parameter(
      description = "The moment before which it has to have been created",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Nullable String createdBefore;

  @QueryParam("limit")
  @Parameter(
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
  @Nullable String limit;

  @QueryParam("cursor")
  @Parameter(description = "The `next` of the page before")
  @Nullable String cursor;

  /**
   * @throws InvalidRequestException when one is not as it has to be
   */
  ExecutionQuery query() {
    ExecutionFocus asked =
        Choice.inLowerCase("focus", QueryText.orNull(focus), ExecutionFocus.class);
    return new ExecutionQuery(
        asked == null ? ExecutionFocus.ALL : asked,
        Choice.of("status", status, ExecutionStatus.class),
        QueryText.orNull(workflow),
        QueryText.orNull(text),
        Moment.of("created_from", QueryText.orNull(createdFrom)),
        Moment.of("created_before", QueryText.orNull(createdBefore)),
        QueryText.orNull(cursor),
        PageLimit.of(limit, PageLimit.LIST));
  }

  PageLink linkTo(String next) {
    return new PageLink("/executions")
        .with("focus", focus)
        .with("status", status)
        .with("workflow", workflow)
        .with("q", text)
        .with("created_from", createdFrom)
        .with("created_before", createdBefore)
        .with("limit", limit)
        .with("cursor", next);
  }
}
