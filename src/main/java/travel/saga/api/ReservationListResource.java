package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Validator;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.access.Roles;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.Reservations;

/** Lists reservations for operators. Reads, and changes nothing. */
@Path("/")
@RegisterForReflection // for RouteTable
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class ReservationListResource {
  private final Reservations reservations;
  private final Validator validator;

  public ReservationListResource(Reservations reservations, Validator validator) {
    this.reservations = reservations;
    this.validator = validator;
  }

  @GET
  @Path("reservations")
  @Operation(
      operationId = "listReservations",
      summary = "List reservations, newest first",
      description =
          "Follow `next`, or the header `Link`, to the next page. With a filter a page may be short"
              + " or empty and still have a `next`: the list ends where there is none.")
  @APIResponse(
      responseCode = "200",
      description = "A page",
      content = @Content(schema = @Schema(implementation = ReservationListView.class)))
  @APIResponse(responseCode = "400", description = "A parameter is not valid")
  @APIResponse(responseCode = "401", description = "Credentials are needed")
  @APIResponse(responseCode = "403", description = "The caller is no operator")
  @APIResponse(responseCode = "503", description = "The engine is away")
  public Uni<Response> list(@BeanParam ReservationListParameters parameters) {
    ReservationQuery query = parameters.query(validator);
    return Uni.createFrom()
        .completionStage(() -> reservations.list(query))
        .map(page -> answer(page, parameters));
  }

  private static Response answer(ReservationPage page, ReservationListParameters parameters) {
    Response.ResponseBuilder answer = Response.ok(ReservationListView.of(page));
    if (page.next() != null) {
      answer.header(HttpHeaders.LINK, "<" + parameters.linkTo(page.next()) + ">; rel=\"next\"");
    }
    return answer.build();
  }
}
