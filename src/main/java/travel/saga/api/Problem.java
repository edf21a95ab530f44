package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Reservation;

/**
 * An error as RFC 9457 has it.
 *
 * @param instance where it happened: the path, the reservation, or the incident's URN
 * @param violations on a 400
 * @param reservationId where there is one
 * @param reason on a 409: which step said no
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @Nullable List<Violation> violations,
    @Nullable String reservationId,
    @Nullable Reason reason) {
  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(ProblemType type, String detail, String instance) {
    return new Problem(type.uri(), type.title(), type.status(), detail, instance, null, null, null);
  }

  static Problem invalid(List<Violation> violations, String instance) {
    ProblemType type = ProblemType.INVALID_REQUEST;
    String detail =
        String.join("; ", violations.stream().map(v -> v.field() + " " + v.message()).toList());
    return new Problem(
        type.uri(), type.title(), type.status(), detail, instance, violations, null, null);
  }

  static Problem about(ProblemType type, String detail, Reservation reservation) {
    String id = reservation.id().value();
    return new Problem(
        type.uri(),
        type.title(),
        type.status(),
        detail,
        "/reservations/" + id,
        null,
        id,
        reservation.reason());
  }

  public boolean is(ProblemType one) {
    return type.equals(one.uri());
  }

  Problem withStatus(int other) {
    return new Problem(type, title, other, detail, instance, violations, reservationId, reason);
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }
}
