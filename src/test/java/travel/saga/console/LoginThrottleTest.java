package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import travel.saga.access.ConsoleProfile;

@QuarkusTest
@TestProfile(ConsoleProfile.Fresh.class)
class LoginThrottleTest {
  @Test
  void letsWhoEntersWrongTokensWaitAndTakesTheRightOneAllTheSame() {
    Response answer = login("<script>wrong</script>", "192.0.2.1");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(answer.asString()).contains("role=\"alert\"").doesNotContain("<script>");

    int wrong = 0;
    while (answer.statusCode() == 401 && wrong < 100) {
      wrong++;
      answer = login("wrong", "192.0.2." + wrong);
    }

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 13);
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(wrong).as("tries, whatever a header says of who makes them").isLessThan(20);
    Response right = login(ConsoleProfile.TOKEN, "192.0.2.1");
    assertThat(right.statusCode()).isEqualTo(303);
    assertThat(right.header("Set-Cookie")).startsWith("reservations_session=");
  }

  private static Response login(String token, String saysHeIs) {
    return given()
        .redirects()
        .follow(false)
        .header("X-Forwarded-For", saysHeIs)
        .formParam("token", token)
        .post("/console/login");
  }
}
