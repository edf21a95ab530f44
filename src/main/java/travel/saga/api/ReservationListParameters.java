package travel.saga.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    return new ReservationQuery(statusAsked(), nameAsked(validator), orNull(cursor), PageLimit.of(limit, PageLimit.LIST));
  }

  private @Nullable ReservationStatus statusAsked() {
    String name = orNull(status);
    if (name == null) {
      return null;
    }
    return Arrays.stream(ReservationStatus.values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    new Violation(
                        "status",
                        "must be one of "
                            + Arrays.stream(ReservationStatus.values())
                                .map(ReservationStatus::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** By the rules of the request's body. */
  private @Nullable String nameAsked(Validator validator) {
    String given = orNull(lastName);
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

  /** The target of the link to the next page; relative, for only the caller knows our name. */
  String linkTo(String next) {
    return Stream.of(
            pair("status", status),
            pair("last_name", lastName),
            pair("limit", limit),
            pair("cursor", next))
        .filter(pair -> !pair.isEmpty())
        .collect(Collectors.joining("&", "/reservations?", ""));
  }

  private static String pair(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, UTF_8);
  }

  private static @Nullable String orNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
