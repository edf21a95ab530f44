package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Roles;
import travel.saga.api.HistoryCursor;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionLookup;
import travel.saga.execution.Executions;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.execution.SagaPlan;

/** Shows one execution; changes nothing. */
@Path("/console")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class ConsoleExecutionResource {
  private final ExecutionLookup lookup;
  private final Executions executions;
  private final SagaPlan plan;
  private final TraceLinks links;
  private final Clock clock;

  public ConsoleExecutionResource(
      ExecutionLookup lookup, Executions executions, SagaPlan plan, TraceLinks links, Clock clock) {
    this.lookup = lookup;
    this.executions = executions;
    this.plan = plan;
    this.links = links;
    this.clock = clock;
  }

  /**
   * @param part asks for the region that changes, alone
   * @param seen what the caller has of it already
   * @param done the action that led here
   */
  @GET
  @Path("executions/{id}")
  @Operation(hidden = true)
  public Uni<Response> find(
      @PathParam("id") String id,
      @QueryParam("part") @Nullable String part,
      @QueryParam("seen") @Nullable String seen,
      @QueryParam("done") @Nullable String done) {
    return Uni.createFrom()
        .completionStage(() -> lookup.existing(id))
        .map(detail -> page(detail, OperatorAction.notice(done)))
        .map(page -> page.live().answer(part, seen, () -> page, page.region()));
  }

  private ExecutionPage page(ExecutionDetail detail, @Nullable String notice) {
    return ExecutionPage.of(
        ShownExecution.of(detail, plan, links, clock.instant()),
        ExecutionActions.of(detail),
        notice);
  }

  @GET
  @Path("executions/{id}/history")
  @Operation(hidden = true)
  public Uni<TemplateInstance> history(
      @PathParam("id") String id, @QueryParam("cursor") @Nullable String cursor) {
    int from = HistoryCursor.number(cursor);
    return Uni.createFrom()
        .completionStage(() -> executions.history(id, from, ExecutionHistoryPage.LIMIT))
        .map(found -> found.orElseThrow(() -> new NoSuchExecutionException(id)))
        .map(page -> ExecutionHistoryPage.of(id, from, page));
  }
}
