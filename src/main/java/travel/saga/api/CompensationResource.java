package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.access.OperatorLog;
import travel.saga.access.Roles;
import travel.saga.reservation.CompensationDesk;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;

/** What an operator does about a compensation that is open at ATTENTION. */
@Path("executions/{id}/compensations/{name}")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
public class CompensationResource {
  private final CompensationDesk desk;
  private final OperatorLog log;

  public CompensationResource(CompensationDesk desk, OperatorLog log) {
    this.desk = desk;
    this.log = log;
  }

  @POST
  @Path("retry")
  @Operation(
      summary = "Try an open compensation again",
      description =
          "A workflow of its own tries it; the reservation stays at ATTENTION meanwhile. May be"
              + " repeated: while it is being tried nothing more is started.")
  @APIResponse(
      responseCode = "202",
      description = "It is being tried",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(
      responseCode = "404",
      description = "There is no such reservation, or no such compensation is open")
  @APIResponse(responseCode = "409", description = "The reservation is not at ATTENTION")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> retry(@PathParam("id") String id, @PathParam("name") String name) {
    return new PathId(id)
        .answer(
            known -> asked("retry", known, name, desk::retry),
            found -> Answers.taken(found).build());
  }

  @POST
  @Path("settle")
  @Operation(
      summary = "Take an open compensation off the list",
      description =
          "Says that it was done by hand, at the partner. With the last one the reservation"
              + " becomes REJECTED, or CANCELLED where that was asked for, and it is announced. May"
              + " be repeated: what was settled is answered like the first time.")
  @APIResponse(
      responseCode = "202",
      description = "It is not open any more",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(
      responseCode = "404",
      description = "There is no such reservation, or no such compensation is open")
  @APIResponse(
      responseCode = "409",
      description = "The reservation is not at ATTENTION, or a retry of the compensation runs")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> settle(@PathParam("id") String id, @PathParam("name") String name) {
    return new PathId(id)
        .answer(
            known -> asked("settle", known, name, desk::settle),
            found -> Answers.taken(found).build());
  }

  private CompletionStage<Optional<Reservation>> asked(
      String action,
      ReservationId id,
      String name,
      BiFunction<ReservationId, String, CompletionStage<Optional<Reservation>>> desk) {
    log.asked(action + " " + name + " of reservation", id.value());
    return desk.apply(id, name);
  }
}
