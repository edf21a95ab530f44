package travel.saga.api;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;

/**
 * What a list is asked for with. One that is empty is as one that is absent, as forms send them.
 */
public class ReservationListParameters {
  @QueryParam("status")
  @Parameter(schema = @Schema(implementation = ReservationStatus.class))
  @Nullable String status;

  @QueryParam("last_name")
  @Parameter(description = "The whole name, in whatever case")
  @Nullable String lastName;

  @QueryParam("limit")
  @Parameter(
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
  @Nullable String limit;

  @QueryParam("cursor")
  @Parameter(description = "The `next` of the page before")
  @Nullable String cursor;

  /**
   * @throws InvalidRequestException when one is not as it has to be
   * @throws ConstraintViolationException when the name could be no traveller's
   */
  ReservationQuery query(Validator validator) {
    return new ReservationQuery(
        Choice.of("status", status, ReservationStatus.class),
        nameAsked(validator),
        QueryText.orNull(cursor),
        PageLimit.of(limit, PageLimit.LIST));
  }

  /** By the rules of the request's body. */
  private @Nullable String nameAsked(Validator validator) {
    String given = QueryText.orNull(lastName);
    if (given == null) {
      return null;
    }
    String name = given.strip();
    Set<ConstraintViolation<ReservationRequest>> violations =
        validator.validateValue(ReservationRequest.class, "lastName", name);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return name;
  }

  PageLink linkTo(String next) {
    return new PageLink("/reservations")
        .with("status", status)
        .with("last_name", lastName)
        .with("limit", limit)
        .with("cursor", next);
  }
}
