package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Validator;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import travel.saga.access.Roles;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionLookup;
import travel.saga.execution.ExecutionRefusedException;
import travel.saga.reservation.CompensationNotOpenException;
import travel.saga.reservation.Reservation;

/**
 * What operators do in the console: a page asks, and the form on it does it. The page is a reader's
 * courtesy; what may be done is decided when it is done, as for a call of the API.
 */
@Path("/console")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class ConsoleActionResource {
  private final ExecutionLookup lookup;
  private final ActionRunner runner;
  private final Validator validator;

  public ConsoleActionResource(ExecutionLookup lookup, ActionRunner runner, Validator validator) {
    this.lookup = lookup;
    this.runner = runner;
    this.validator = validator;
  }

  @GET
  @Path("executions/{id}/{action}")
  @Operation(hidden = true)
  public Uni<TemplateInstance> ask(@PathParam("id") String id, @PathParam("action") String word) {
    OperatorAction action = action(word, false);
    return existing(id)
        .invoke(found -> action.objection(found).ifPresent(ConsoleActionResource::refuse))
        .map(found -> new ActionPage(ActionQuestion.ofExecution(action, found)));
  }

  @POST
  @Path("executions/{id}/{action}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<Response> act(
      @PathParam("id") String id, @PathParam("action") String word, @BeanParam ActionForm form) {
    OperatorAction action = action(word, false);
    return then(action, runner.run(action, id, form.checked(validator)));
  }

  @GET
  @Path("executions/{id}/compensations/{name}/{action}")
  @Operation(hidden = true)
  public Uni<TemplateInstance> ask(
      @PathParam("id") String id,
      @PathParam("name") String name,
      @PathParam("action") String word) {
    OperatorAction action = action(word, true);
    return existing(id).map(found -> new ActionPage(question(action, found, name)));
  }

  @POST
  @Path("executions/{id}/compensations/{name}/{action}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<Response> act(
      @PathParam("id") String id,
      @PathParam("name") String name,
      @PathParam("action") String word) {
    OperatorAction action = action(word, true);
    return then(action, runner.run(action, id, name));
  }

  private Uni<ExecutionDetail> existing(String id) {
    return Uni.createFrom().completionStage(() -> lookup.existing(id));
  }

  private static ActionQuestion question(
      OperatorAction action, ExecutionDetail found, String name) {
    Reservation reservation =
        found
            .reservation()
            .orElseThrow(
                () -> new ExecutionRefusedException("The execution works for no reservation."));
    return ActionQuestion.ofCompensation(
        action,
        found,
        reservation
            .open(name)
            .orElseThrow(() -> new CompensationNotOpenException(reservation, name)));
  }

  private static OperatorAction action(String word, boolean ofCompensation) {
    return OperatorAction.of(word, ofCompensation).orElseThrow(NotFoundException::new);
  }

  private static void refuse(String objection) {
    throw new ExecutionRefusedException(objection);
  }

  private static Uni<Response> then(OperatorAction action, CompletionStage<String> page) {
    return Uni.createFrom()
        .completionStage(page)
        .map(path -> Redirects.to(ActionPath.after(action, path)).build());
  }
}
