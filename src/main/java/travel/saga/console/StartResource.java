package travel.saga.console;

import static java.util.stream.Collectors.toMap;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Validator;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.api.DemoMode;
import travel.saga.api.ReservationRequest;
import travel.saga.api.Violation;
import travel.saga.reservation.CarClasses;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.ReservationDesk;
import travel.saga.reservation.Trip;

/** The first page, where everybody can book a trip by a form, as by a call of the API. */
@Path("/")
@PermitAll
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class StartResource {
  private static final Logger LOG = Logger.getLogger(StartResource.class);
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final String AWAY =
      "The engine is away, and it is unknown whether your trip is booked. Press the button again:"
          + " the same entries cannot book twice.";

  private final ReservationDesk desk;
  private final Validator validator;
  private final CarClasses carClasses;
  private final DemoMode demo;

  public StartResource(
      ReservationDesk desk, Validator validator, CarClasses carClasses, DemoMode demo) {
    this.desk = desk;
    this.validator = validator;
    this.carClasses = carClasses;
    this.demo = demo;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance start() {
    return page(new BookingEntries(), Map.of(), null);
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<Response> book(@BeanParam BookingEntries entries) {
    ReservationRequest request = entries.booking();
    Map<String, String> errors = errors(request);
    return errors.isEmpty()
        ? book(entries, request.trip())
        : Uni.createFrom()
            .item(
                Response.status(Response.Status.BAD_REQUEST)
                    .entity(page(entries, errors, null))
                    .build());
  }

  private Uni<Response> book(BookingEntries entries, Trip trip) {
    return Uni.createFrom()
        .completionStage(() -> desk.accept(trip, Optional.of(entries.key(trip))))
        .map(taken -> Redirects.to(ExecutionPath.of(taken.workflow().value())).build())
        .onFailure(EngineUnavailableException.class)
        .recoverWithItem(away -> away(entries, away));
  }

  private Response away(BookingEntries entries, Throwable failure) {
    LOG.warnf("A trip could not be booked by the form: %s", failure.getMessage());
    return Response.status(Response.Status.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .entity(page(entries, Map.of(), AWAY))
        .build();
  }

  private StartPage page(
      BookingEntries entries, Map<String, String> errors, @Nullable String trouble) {
    BookingForm form = BookingForm.of(entries, errors, carClasses.offered(), demo.enabled());
    return new StartPage(form, trouble);
  }

  /** By the names of the fields; of several the first in the order of words, always the same. */
  private Map<String, String> errors(ReservationRequest request) {
    return validator.validate(request).stream()
        .map(Violation::of)
        .collect(
            toMap(
                Violation::field,
                Violation::message,
                (one, other) -> one.compareTo(other) < 0 ? one : other));
  }
}
