package travel.saga.api;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.HEADER;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationDesk;

/** Takes reservations and tells what became of them. */
@Path("/")
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
public class ReservationResource {
  private final ReservationDesk desk;
  private final ApiConfig config;

  public ReservationResource(ReservationDesk desk, ApiConfig config) {
    this.desk = desk;
    this.config = config;
  }

  @POST
  @Path("reserveFlight")
  @PermitAll
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Book a trip and wait for the outcome",
      description = "`Prefer: wait=N` changes how long; `Idempotency-Key` makes repeating safe.")
  @Parameter(name = "Idempotency-Key", in = HEADER, ref = PublishedApi.IDEMPOTENCY_KEY)
  @Parameter(name = "Prefer", in = HEADER, ref = PublishedApi.PREFER)
  @APIResponse(
      responseCode = "200",
      description = "Confirmed",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(
      responseCode = "202",
      description = "Taken; the outcome is still open, or a person has to look",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(responseCode = "400", description = "Not valid")
  @APIResponse(responseCode = "409", description = "Refused and undone")
  @APIResponse(responseCode = "422", description = "The idempotency key stands for another request")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> reserveFlight(
      @NotNull(message = "is required") @Valid ReservationRequest body,
      @Context HttpHeaders headers) {
    Prefer prefer = Prefer.of(values(headers, "Prefer"));
    return take(body, headers, prefer.patience().orElse(config.patience()))
        .map(reservation -> Answers.outcome(reservation, Response.Status.OK))
        .map(prefer::tellIn);
  }

  @POST
  @Path("reservations")
  @PermitAll
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Book a trip",
      description =
          "Answers at once, or with `Prefer: wait=N` (up to 100) when the outcome is known."
              + " `Idempotency-Key` makes repeating safe.")
  @Parameter(name = "Idempotency-Key", in = HEADER, ref = PublishedApi.IDEMPOTENCY_KEY)
  @Parameter(name = "Prefer", in = HEADER, ref = PublishedApi.PREFER)
  @APIResponse(
      responseCode = "201",
      description = "Confirmed while waiting",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(
      responseCode = "202",
      description = "Taken",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(responseCode = "400", description = "Not valid")
  @APIResponse(responseCode = "409", description = "Refused and undone while waiting")
  @APIResponse(responseCode = "422", description = "The idempotency key stands for another request")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> reserve(
      @NotNull(message = "is required") @Valid ReservationRequest body,
      @Context HttpHeaders headers) {
    Prefer prefer = Prefer.of(values(headers, "Prefer"));
    Duration patience = prefer.patience().orElse(Duration.ZERO);
    return take(body, headers, patience)
        .map(
            reservation ->
                patience.isZero()
                    ? Answers.taken(reservation)
                    : Answers.outcome(reservation, Response.Status.CREATED))
        .map(prefer::tellIn);
  }

  @GET
  @Path("reservations/{id}")
  @PermitAll
  @Operation(operationId = "findReservation", summary = "Look at a reservation")
  @APIResponse(
      responseCode = "200",
      description = "The reservation",
      content = @Content(schema = @Schema(implementation = ReservationView.class)))
  @APIResponse(responseCode = "404", description = "There is none")
  public Uni<Response> find(@PathParam("id") String id) {
    return new PathId(id).answer(desk::find, Answers::found);
  }

  private Uni<Reservation> take(ReservationRequest body, HttpHeaders headers, Duration patience) {
    Optional<IdempotencyKey> key =
        IdempotencyKeyHeader.of(values(headers, IdempotencyKeyHeader.NAME));
    return Uni.createFrom()
        .completionStage(
            () ->
                desk.accept(body.trip(), key)
                    .thenCompose(taken -> desk.awaitOutcome(taken, patience)));
  }

  private static List<String> values(HttpHeaders headers, String name) {
    return Optional.ofNullable(headers.getRequestHeader(name)).orElse(List.of());
  }
}
