package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Roles;
import travel.saga.api.ExecutionListParameters;
import travel.saga.execution.Executions;

/** Lists executions; changes nothing. */
@Path("/console")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class ConsoleResource {
  private final Executions executions;

  public ConsoleResource(Executions executions) {
    this.executions = executions;
  }

  @GET
  @Operation(hidden = true)
  public Uni<TemplateInstance> list(
      @BeanParam ExecutionListParameters parameters, @QueryParam("done") @Nullable String done) {
    return Uni.createFrom()
        .completionStage(() -> executions.list(parameters.query()))
        .map(page -> new ExecutionsPage(page, OperatorAction.notice(done)));
  }
}
