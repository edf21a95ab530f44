package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.api.WithoutEngine;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.RunType;
import travel.saga.reservation.ScriptedSagas;
import travel.saga.reservation.Traveller;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class StartResourceTest {
  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void clear() {
    reservations.clear();
    sagas.clear();
  }

  @Test
  void showsTheFormToEverybody() {
    browser()
        .get("/")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .body(containsString("<label for=\"first_name\">First name</label>"))
        .body(containsString("<option value=\"compact\">"))
        .body(containsString("<option value=\"failPayment\">"))
        .body(not(containsString("aria-invalid")));
    assertThat(request(browser().get("/"))).isNotEqualTo(request(browser().get("/")));
  }

  @Test
  void booksAndLeadsToTheExecution() {
    Response answer = book(form("one", Map.of("first_name", " Ada ")));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(reservations.all()).hasSize(1);
    var booked = reservations.all().get(0);
    assertThat(answer.header("Location")).isEqualTo("/console/executions/" + booked.id());
    assertThat(booked.trip().traveller()).isEqualTo(new Traveller("Ada", "Lovelace"));
    assertThat(booked.trip().carClass()).isEqualTo("luxury");
    assertThat(booked.trip().runType()).isEqualTo(RunType.FAIL_PAYMENT);
    assertThat(sagas.started()).containsExactly(booked.id());
  }

  @Test
  void booksTheSameFormOnce() {
    String first = book(form("one", Map.of("first_name", "Ada"))).header("Location");
    String again = book(form("one", Map.of("first_name", "Ada"))).header("Location");
    String changed = book(form("one", Map.of("first_name", "Eve"))).header("Location");
    String other = book(form("two", Map.of("first_name", "Ada"))).header("Location");

    assertThat(again).isEqualTo(first);
    assertThat(changed).isNotEqualTo(first);
    assertThat(other).isNotIn(first, changed);
    assertThat(reservations.all()).hasSize(3);
  }

  @Test
  void booksEachTimeWithoutTheHiddenField() {
    for (int i = 0; i < 2; i++) {
      book(
          browser()
              .formParam("first_name", "A")
              .formParam("last_name", "L")
              .formParam("location", "O"));
    }

    assertThat(reservations.all()).hasSize(2).allMatch(r -> r.trip().carClass().equals("compact"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "first_name, ``, First name is required",
        "last_name, ` `, Last name is required",
        "location, a\u0001b, Where to must not contain control characters",
        "run_type, failEverything, What should go wrong must be one of failFlightsReservation",
      })
  void tellsAtTheFieldWhatIsWrongAndKeepsTheRest(String field, String value, String message) {
    ValidatableResponse answer = book(form("one", Map.of(field, value))).then();

    answer
        .statusCode(400)
        .body(containsString("id=\"" + field + "-error\">" + message))
        .body(containsString("aria-describedby=\"" + field + "-error\""))
        .body(containsString("name=\"request\" value=\"one\""))
        .body(containsString("<option value=\"luxury\" selected>"));
    assertThat(reservations.all()).isEmpty();
  }

  @Test
  void countsTheCharactersOfANameAsTheApiDoes() {
    book(form("one", Map.of("first_name", "x".repeat(101))))
        .then()
        .statusCode(400)
        .body(containsString("First name must have 1 to 100 characters"));
  }

  @Test
  void showsWhateverWasEnteredAsText() {
    String hostile = "\"><script>alert(1)</script>{inject:csrf.field}&lt;\u202E";

    book(form(hostile, Map.of("first_name", hostile, "car_class", hostile, "location", "")))
        .then()
        .statusCode(400)
        .body(not(containsString("<script>alert")))
        .body(allOf(containsString("&lt;script&gt;"), containsString("{inject:csrf.field}")))
        .body("**.find { it.@id == 'first_name' }.@value", equalTo(hostile));
  }

  @Test
  void saysWhatToDoWhenTheEngineIsAway() {
    reservations.failWith(InMemoryReservations.away());
    Response away = book(form("one", Map.of("first_name", "Ada")));

    away.then()
        .statusCode(503)
        .header("Retry-After", "5")
        .body(containsString("role=\"alert\">The engine is away"))
        .body(not(containsString("10.0.0.7")))
        .body(containsString("value=\"Ada\""));
    assertThat(request(away)).isEqualTo("one");

    reservations.failWith(null);
    reservations.loseAnswersOfWrites(true);
    assertThat(book(form("one", Map.of("first_name", "Ada"))).statusCode()).isEqualTo(503);
    reservations.loseAnswersOfWrites(false);
    assertThat(book(form("one", Map.of("first_name", "Ada"))).statusCode()).isEqualTo(303);
    assertThat(reservations.all()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"Origin, https://evil.example", "Origin, null", "Sec-Fetch-Site, cross-site"})
  void takesNoFormOfAnotherSite(String header, String value) {
    book(form("one", Map.of()).header(header, value)).then().statusCode(403);
    assertThat(reservations.all()).isEmpty();
  }

  private static RequestSpecification form(String request, Map<String, String> entries) {
    Map<String, String> all = new HashMap<>();
    all.put("request", request);
    all.put("first_name", "Ada");
    all.put("last_name", "Lovelace");
    all.put("location", "London");
    all.put("car_class", "luxury");
    all.put("run_type", "failPayment");
    all.putAll(entries);
    return browser().formParams(all);
  }

  private static Response book(RequestSpecification form) {
    return form.post("/");
  }

  private static String request(Response page) {
    return page.body().htmlPath().getString("**.find { it.@name == 'request' }.@value");
  }

  private static RequestSpecification browser() {
    return given()
        .accept("text/html,*/*")
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .redirects()
        .follow(false);
  }
}
