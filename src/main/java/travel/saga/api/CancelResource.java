package travel.saga.api;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.HEADER;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.reservation.CancelDesk;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationDesk;
import travel.saga.reservation.ReservationId;

/** Takes cancels. */
@Path("reservations/{id}/cancel")
@PermitAll
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
public class CancelResource {
  private final CancelDesk cancels;
  private final ReservationDesk desk;

  public CancelResource(CancelDesk cancels, ReservationDesk desk) {
    this.cancels = cancels;
    this.desk = desk;
  }

  @POST
  @Operation(
      summary = "Cancel a reservation",
      description =
          "Undoes what a running or a confirmed reservation has taken. Answers at once, or with"
              + " `Prefer: wait=N` (up to 100) when all is undone. May be repeated.")
  @Parameter(name = "Prefer", in = HEADER, ref = PublishedApi.PREFER)
  @APIResponse(
      responseCode = "202",
      description = "The cancel is stored and will be carried out, or was before",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(responseCode = "404", description = "There is no such reservation")
  @APIResponse(responseCode = "409", description = "There is nothing to undo, or a person has to")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> cancel(@PathParam("id") String id, @Context HttpHeaders headers) {
    Prefer prefer =
        Prefer.of(Optional.ofNullable(headers.getRequestHeader("Prefer")).orElse(List.of()));
    Duration patience = prefer.patience().orElse(Duration.ZERO);
    return new PathId(id)
        .answer(known -> cancelled(known, patience), found -> prefer.tellIn(Answers.taken(found)));
  }

  private CompletionStage<Optional<Reservation>> cancelled(ReservationId id, Duration patience) {
    return cancels
        .cancel(id)
        .thenCompose(
            taken ->
                taken
                    .map(found -> desk.awaitOutcome(found, patience).thenApply(Optional::of))
                    .orElse(CompletableFuture.completedStage(Optional.empty())));
  }
}
