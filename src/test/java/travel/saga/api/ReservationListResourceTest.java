package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;

@QuarkusTest
@TestProfile(WithoutEngine.class)
@TestSecurity(user = "somebody", roles = "operator")
class ReservationListResourceTest {
  @Inject InMemoryReservations reservations;

  @BeforeEach
  void clear() {
    reservations.clear();
  }

  @Test
  void listsNewestFirstUpToTheUsualLimit() {
    List<String> ids = put(60, ReservationStatus.CONFIRMED);
    Collections.reverse(ids);

    list("")
        .statusCode(200)
        .contentType("application/json")
        .header("Cache-Control", "no-store")
        .body("reservations.reservation_id", equalTo(ids.subList(0, 50)))
        .body("reservations[0].status", equalTo("CONFIRMED"))
        .body("reservations[0].last_name", equalTo("Lovelace"))
        .body("next", not(nullValue()));
  }

  @Test
  void pagesThroughAllByItsLinks() {
    List<String> ids = put(7, ReservationStatus.PENDING);
    Collections.reverse(ids);

    List<String> seen = new ArrayList<>();
    String path = "/reservations?status=PENDING&last_name=%20lovelace&limit=3";
    while (path != null) {
      var page = given().urlEncodingEnabled(false).get(path);
      assertThat(page.statusCode()).isEqualTo(200);
      seen.addAll(page.path("reservations.reservation_id"));
      String link = page.header("Link");
      String next = page.path("next");
      assertThat(link == null).isEqualTo(next == null);
      path = link == null ? null : link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
      if (path != null) {
        assertThat(path)
            .isEqualTo("/reservations?status=PENDING&last_name=+lovelace&limit=3&cursor=" + next);
      }
    }

    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void endsWithoutALink() {
    put(1, ReservationStatus.PENDING);

    list("?limit=1")
        .statusCode(200)
        .header("Link", nullValue())
        .body("$", not(hasKey("next")))
        .body("reservations", hasSize(1));
  }

  @Test
  void filters() {
    put(1, ReservationStatus.CONFIRMED);
    ReservationId hopper = ReservationId.random();
    Trip trip = new Trip(new Traveller("Grace", "Hopper"), "London", "compact", null);
    reservations.put(Reservation.pending(hopper, trip, Samples.START));

    list("?last_name=hOPPER").body("reservations.reservation_id", contains(hopper.value()));
    list("?status=PENDING").body("reservations.reservation_id", contains(hopper.value()));
    list("?status=ATTENTION").body("reservations", empty());
    list("?status=&last_name=&limit=&cursor=").body("reservations", hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201", "-1", "ten", "1.5", "99999999999", "%20", "5%20"})
  void refusesALimitThatIsNone(String limit) {
    refused("?limit=" + limit, "limit").body("detail", containsString("from 1 to 200"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "200"})
  void takesTheSmallestAndTheLargestLimit(String limit) {
    list("?limit=" + limit).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirmed", "DONE", "%20"})
  void refusesAStatusThatIsNoneAndNamesThem(String status) {
    refused("?status=" + status, "status")
        .body(
            "violations[0].message",
            equalTo(
                "must be one of PENDING, CONFIRMED, REJECTED, CANCELLING, CANCELLED, ATTENTION"));
  }

  @Test
  void refusesANameThatCouldBeNone() {
    refused("?last_name=%20", "last_name");
    refused("?last_name=a%00b", "last_name");
    refused("?last_name=" + "x".repeat(101), "last_name");
  }

  @Test
  void refusesACursorThatItHasNotGivenOut() {
    refused("?cursor=nonsense", "cursor").body("detail", containsString("leave it out"));
  }

  @Test
  void saysThatTheEngineIsAway() {
    reservations.failWith(InMemoryReservations.away());

    Problems.check(list(""), 503, "engine-unavailable").header("Retry-After", "5");
  }

  @Test
  void changesNothing() {
    given()
        .put("/reservations")
        .then()
        .statusCode(405)
        .header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
  }

  private List<String> put(int count, ReservationStatus status) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ReservationId id = new ReservationId("%012x-0".formatted(i));
      reservations.put(Samples.record(id, status));
      ids.add(id.value());
    }
    return ids;
  }

  private static ValidatableResponse refused(String query, String parameter) {
    return Problems.check(list(query), 400, "invalid-request")
        .body("violations.field", contains(parameter));
  }

  private static ValidatableResponse list(String query) {
    return given().urlEncodingEnabled(false).get("/reservations" + query).then();
  }
}
