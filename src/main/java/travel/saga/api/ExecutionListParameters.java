package travel.saga.api;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;

/**
 * What a list is asked for with. One that is empty is as one that is absent, as forms send them.
 */
public class ExecutionListParameters {
  @QueryParam("status")
  @Parameter(schema = @Schema(implementation = ExecutionStatus.class))
  @Nullable String status;

  @QueryParam("workflow")
  @Parameter(description = "The wire name of the workflow, as `reservation`")
  @Nullable String workflow;

  @QueryParam("q")
  @Parameter(description = "A part of the id; a whole id is found wherever it stands")
  @Nullable String text;

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
  public ExecutionQuery query() {
    return new ExecutionQuery(
        Choice.of("status", status, ExecutionStatus.class),
        QueryText.orNull(workflow),
        QueryText.orNull(text),
        QueryText.orNull(cursor),
        PageLimit.of(limit, PageLimit.LIST));
  }

  PageLink linkTo(String next) {
    return new PageLink("/executions")
        .with("status", status)
        .with("workflow", workflow)
        .with("q", text)
        .with("limit", limit)
        .with("cursor", next);
  }
}
