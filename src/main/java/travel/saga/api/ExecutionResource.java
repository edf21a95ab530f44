package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Roles;
import travel.saga.execution.ExecutionLookup;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.Executions;
import travel.saga.execution.NoSuchExecutionException;

/** Shows workflow executions to operators. Reads, and changes nothing. */
@Path("/")
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class ExecutionResource {
  private final Executions executions;
  private final ExecutionOverview overview;
  private final ExecutionLookup lookup;

  public ExecutionResource(
      Executions executions, ExecutionOverview overview, ExecutionLookup lookup) {
    this.executions = executions;
    this.overview = overview;
    this.lookup = lookup;
  }

  @GET
  @Path("executions")
  @Operation(
      operationId = "listExecutions",
      summary = "List workflow executions, newest first",
      description =
          "Follow `next`, or the header `Link`, to the next page. With a filter a page may be short"
              + " or empty and still have a `next`: the list ends where there is none.")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = ExecutionListView.class)))
  @APIResponse(
      responseCode = "400",
      description = "A parameter is not valid, or the engine cannot list by it")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> list(@BeanParam ExecutionListParameters parameters) {
    ExecutionQuery query = parameters.query();
    return Uni.createFrom()
        .completionStage(() -> overview.list(query))
        .map(page -> answer(page, parameters));
  }

  private static Response answer(ExecutionOverview.Rows page, ExecutionListParameters parameters) {
    Response.ResponseBuilder answer = Response.ok(ExecutionListView.of(page));
    if (page.next() != null) {
      answer.header(HttpHeaders.LINK, "<" + parameters.linkTo(page.next()) + ">; rel=\"next\"");
    }
    return answer.build();
  }

  @GET
  @Path("executions/{id}")
  @Operation(
      operationId = "findExecution",
      summary = "Look at a workflow execution",
      description = "Every step with its attempts, and the compensation that undid it.")
  @APIResponse(
      responseCode = "200",
      description = "The execution",
      content = @Content(schema = @Schema(implementation = ExecutionDetailView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<ExecutionDetailView> find(@PathParam("id") String id) {
    return Uni.createFrom().completionStage(() -> lookup.existing(id)).map(ExecutionDetailView::of);
  }

  @GET
  @Path("executions/{id}/history")
  @Operation(
      summary = "Look at the engine's raw events",
      description =
          "Oldest first, in protobuf's JSON mapping of the workflow protocol. Follow `next`.")
  @APIResponse(
      responseCode = "200",
      description = "A page of events",
      content = @Content(schema = @Schema(implementation = HistoryView.class)))
  @APIResponse(responseCode = "404", description = "There is no such execution")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<HistoryView> history(
      @PathParam("id") String id,
      @QueryParam("limit")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "1000",
                      defaultValue = "500"))
          @Nullable String limit,
      @QueryParam("cursor") @Parameter(description = "The `next` of the page before")
          @Nullable String cursor) {
    int rows = PageLimit.of(limit, PageLimit.HISTORY);
    int from = HistoryCursor.number(cursor);
    return Uni.createFrom()
        .completionStage(() -> executions.history(id, from, rows))
        .map(found -> found.orElseThrow(() -> new NoSuchExecutionException(id)))
        .map(HistoryView::of);
  }
}
