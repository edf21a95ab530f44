package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.access.OperatorLog;
import travel.saga.access.Roles;
import travel.saga.execution.Backups;

/** Backups of the embedded engine's data. */
@Path("backups")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
public class BackupResource {
  private final Backups backups;
  private final OperatorLog log;

  public BackupResource(Backups backups, OperatorLog log) {
    this.backups = backups;
    this.log = log;
  }

  @POST
  @Operation(
      summary = "Make a backup",
      description =
          "Copies the embedded engine's data, as it is at this moment, into the directory of"
              + " reservations.backup.dir, while the service works. Answers when the copy is whole"
              + " and on the disk.")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = BackupView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Another one is being made, none can be made here, or no directory is set")
  @APIResponse(responseCode = "500", description = "It could not be made; nothing is left of it")
  public Uni<Response> makeBackup() {
    log.asked("make", "backup");
    return Uni.createFrom()
        .completionStage(backups::make)
        .map(made -> Response.status(Response.Status.CREATED).entity(BackupView.of(made)).build());
  }
}
