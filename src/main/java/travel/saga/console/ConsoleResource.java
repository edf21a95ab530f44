package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Roles;
import travel.saga.api.ExecutionListParameters;
import travel.saga.execution.ExecutionLookup;
import travel.saga.execution.Executions;
import travel.saga.execution.NoSuchExecutionException;

/** Shows executions; changes nothing. */
@Path("/console")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class ConsoleResource {
  private final Executions executions;
  private final ExecutionLookup lookup;

  public ConsoleResource(Executions executions, ExecutionLookup lookup) {
    this.executions = executions;
    this.lookup = lookup;
  }

  @GET
  @Operation(hidden = true)
  public Uni<TemplateInstance> list(
      @BeanParam ExecutionListParameters parameters, @QueryParam("done") @Nullable String done) {
    return Uni.createFrom()
        .completionStage(() -> executions.list(parameters.query()))
        .map(page -> new ExecutionsPage(page, OperatorAction.notice(done)));
  }

  @GET
  @Path("executions/{id}")
  @Operation(hidden = true)
  public Uni<TemplateInstance> find(
      @PathParam("id") String id, @QueryParam("done") @Nullable String done) {
    return Uni.createFrom()
        .completionStage(() -> lookup.find(id))
        .map(found -> found.orElseThrow(() -> new NoSuchExecutionException(id)))
        .map(
            found ->
                new ExecutionPage(found, ExecutionActions.of(found), OperatorAction.notice(done)));
  }
}
