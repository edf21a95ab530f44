package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import travel.saga.access.OperatorLog;
import travel.saga.access.Roles;
import travel.saga.execution.ExecutionOperations;
import travel.saga.execution.ExecutionReruns;

/** What operators do to workflow executions. */
@Path("/")
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class ExecutionControlResource {
  private static final String TERMINATED_NOTE =
      "Nothing was undone. A reservation that this execution had not settled goes to ATTENTION"
          + " with the next sweep; its open compensations are listed there.";

  private final ExecutionOperations operations;
  private final ExecutionReruns reruns;
  private final OperatorLog log;

  public ExecutionControlResource(
      ExecutionOperations operations, ExecutionReruns reruns, OperatorLog log) {
    this.operations = operations;
    this.reruns = reruns;
    this.log = log;
  }

  @POST
  @Path("executions/{id}/suspend")
  @Operation(
      summary = "Let an execution pause",
      description = "Steps that run are finished; no other begins until it is resumed.")
  @APIResponse(
      responseCode = "202",
      description = "Told; how the execution stands now",
      content = @Content(schema = @Schema(implementation = ExecutionView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(responseCode = "409", description = "It has ended")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> suspend(
      @PathParam("id") String id,
      @RequestBody(required = false) @Valid @Nullable ExecutionAction body) {
    String reason = said(body).reason();
    return act("suspend", id, () -> operations.suspend(id, reason))
        .map(now -> told(ExecutionView.of(now)));
  }

  @POST
  @Path("executions/{id}/resume")
  @Operation(summary = "Let a paused execution go on")
  @APIResponse(
      responseCode = "202",
      description = "Told; how the execution stands now",
      content = @Content(schema = @Schema(implementation = ExecutionView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(responseCode = "409", description = "It has ended")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> resume(
      @PathParam("id") String id,
      @RequestBody(required = false) @Valid @Nullable ExecutionAction body) {
    String reason = said(body).reason();
    return act("resume", id, () -> operations.resume(id, reason))
        .map(now -> told(ExecutionView.of(now)));
  }

  @POST
  @Path("executions/{id}/terminate")
  @Operation(
      summary = "End an execution at once",
      description =
          "Undoes nothing: what was taken stays taken. The reservation goes to ATTENTION with its"
              + " open compensations, which an operator retries or settles. To have it undone,"
              + " cancel the reservation instead.")
  @APIResponse(
      responseCode = "202",
      description = "Told; how the execution stands now",
      content = @Content(schema = @Schema(implementation = ExecutionView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(responseCode = "409", description = "It has ended")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> terminate(
      @PathParam("id") String id,
      @RequestBody(required = false) @Valid @Nullable ExecutionAction body) {
    String reason = said(body).reason();
    return act("terminate", id, () -> operations.terminate(id, reason))
        .map(now -> told(ExecutionView.of(now, TERMINATED_NOTE)));
  }

  @POST
  @Path("executions/{id}/rerun")
  @Operation(
      summary = "Go on where a dead saga ended",
      description =
          "A new execution takes over what the saga had come to, and does the given step and what"
              + " follows anew, with the same keys: nothing is done twice. Only for a saga that"
              + " FAILED or was TERMINATED, while nothing has been undone.")
  @APIResponse(
      responseCode = "202",
      description = "Begun; how the new execution stands",
      content = @Content(schema = @Schema(implementation = ExecutionView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(
      responseCode = "409",
      description =
          "It runs, something was undone, the reservation is settled, or no such step had begun")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> rerun(
      @PathParam("id") String id,
      @RequestBody(required = false) @Valid @Nullable ExecutionAction body) {
    String step = said(body).step();
    return act("rerun", id, () -> reruns.rerun(id, step))
        .map(
            now ->
                Response.accepted(ExecutionView.of(now))
                    .header(HttpHeaders.LOCATION, "/executions/" + now.id())
                    .build());
  }

  @POST
  @Path("executions/{id}/purge")
  @Operation(summary = "Forget an ended execution", description = "The reservation's record stays.")
  @APIResponse(responseCode = "204", description = "Forgotten")
  @APIResponse(responseCode = "404", description = "There is none")
  @APIResponse(
      responseCode = "409",
      description = "It has not ended, or its reservation is not settled")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> purge(
      @PathParam("id") String id,
      @RequestBody(required = false) @Valid @Nullable ExecutionAction body) {
    return act("purge", id, () -> operations.purge(id)).map(gone -> Response.noContent().build());
  }

  private <T> Uni<T> act(String action, String id, Supplier<CompletionStage<T>> operation) {
    log.asked(action + " of execution", id);
    return Uni.createFrom().completionStage(operation);
  }

  private static ExecutionAction said(@Nullable ExecutionAction body) {
    return Objects.requireNonNullElse(body, ExecutionAction.NOTHING_SAID);
  }

  private static Response told(ExecutionView now) {
    return Response.accepted(now).build();
  }
}
