package travel.saga.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.FormParam;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import travel.saga.api.ReservationRequest;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.Sha256;
import travel.saga.reservation.Trip;

/** What somebody has entered to book a trip. */
public class BookingEntries {
  /** Who its idempotency keys belong to. */
  private static final String CALLER = "form";

  /** Longer than what a form was given; not too long to be shown again. */
  private static final int LONGEST_REQUEST = 100;

  @FormParam("request")
  @Nullable String request;

  @FormParam("first_name")
  @Nullable String firstName;

  @FormParam("last_name")
  @Nullable String lastName;

  @FormParam("location")
  @Nullable String location;

  @FormParam("car_class")
  @Nullable String carClass;

  @FormParam("run_type")
  @Nullable String runType;

  /** As the API takes it. */
  ReservationRequest booking() {
    return new ReservationRequest(
        Entered.orNull(firstName),
        Entered.orNull(lastName),
        Entered.orNull(location),
        Entered.orNull(carClass),
        Entered.orNull(runType));
  }

  /** What tells this form from others; a new one where none was sent. */
  String request() {
    return request == null || request.isBlank() || request.length() > LONGEST_REQUEST
        ? UUID.randomUUID().toString()
        : request;
  }

  /**
   * The same for the same entries in the same form, so that sending it twice books once. Who goes
   * back and enters something else books something else.
   */
  IdempotencyKey key(Trip trip) {
    String entries =
        String.join(
            "\n",
            trip.traveller().firstName(),
            trip.traveller().lastName(),
            trip.location(),
            trip.carClass(),
            Objects.toString(trip.runType()));
    return new IdempotencyKey(CALLER, Sha256.hex((request() + "\n" + entries).getBytes(UTF_8)));
  }
}
