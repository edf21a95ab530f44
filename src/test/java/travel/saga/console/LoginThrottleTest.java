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
  void letsWhoEntersWrongTokensWait() {
    Response answer = login("<script>wrong</script>");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.header("Set-Cookie")).isNull();
    assertThat(answer.asString()).contains("role=\"alert\"").doesNotContain("<script>");

    int wrong = 0;
    while (answer.statusCode() == 401 && wrong < 100) {
      answer = login("wrong");
      wrong++;
    }

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 13);
    assertThat(wrong).isLessThan(20);
    assertThat(login(ConsoleProfile.TOKEN).statusCode()).isIn(429, 303);
  }

  private static Response login(String token) {
    return given().redirects().follow(false).formParam("token", token).post("/console/login");
  }
}
