package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.access.Routes.Guard;
import travel.saga.access.Routes.Route;

/** Every route is in the table, and what is not for everybody is for operators alone. */
@QuarkusTest
@TestProfile(AccessProfiles.WithToken.class)
class RoutesTest {
  @Inject BeanManager beans;
  @Inject ConsoleSessions sessions;

  @BeforeEach
  void nothingChanged() {
    OperatorProbe.CHANGES.set(0);
  }

  @Test
  void everyRouteIsInTheTable() {
    assertThat(Routes.served(beans))
        .as("add a line to Routes for what is new, take away the one of what is gone")
        .containsExactlyInAnyOrderElementsOf(Routes.all().map(Route::name).toList());
  }

  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void asksForTheToken(Route route) {
    Response answer = route.ask(given());

    refused(answer, 401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"reservations\"");
  }

  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void refusesAWrongToken(Route route) {
    for (String wrong :
        new String[] {
          "Bearer wrong",
          "Bearer " + AccessProfiles.TOKEN + "x",
          "Basic b3BlcmF0b3I6eA==",
          "Bearer",
          ""
        }) {
      Response answer = route.ask(given().header("Authorization", wrong));

      refused(answer, 401, "unauthorized");
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
  }

  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void refusesWhatAnotherSiteAsksForWhoeverSitsThere(Route route) {
    for (String[] header :
        new String[][] {
          {"Origin", "https://evil.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"}
        }) {
      RequestSpecification request =
          session(given()).header("Authorization", "Bearer " + AccessProfiles.TOKEN);

      refused(route.ask(request.header(header[0], header[1])), 403, "forbidden");
    }
  }

  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void takesASessionOnPagesAloneAndAChangeOnlyWithItsToken(Route route) {
    Response answer = route.ask(session(given()));

    if (route.guard() == Guard.OPERATOR) {
      refused(answer, 401, "unauthorized");
    } else if (route.changes()) {
      refused(answer, 403, "forbidden");
    } else {
      assertThat(answer.statusCode()).isNotIn(401, 403);
    }
  }

  private RequestSpecification session(RequestSpecification request) {
    String session = sessions.open(AccessProfiles.TOKEN);
    return request.cookie(ConsoleSessions.COOKIE, String.valueOf(session));
  }

  private void refused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/" + code);
    assertThat(answer.asString()).doesNotContain(OperatorProbe.SECRET, AccessProfiles.TOKEN);
    assertThat(OperatorProbe.CHANGES).as("changes").hasValue(0);
  }
}
