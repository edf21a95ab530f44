package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Behind a proxy that adds the peer's address to what the client sent. */
@QuarkusTest
@TestProfile(AccessProfiles.BehindProxyWithToken.class)
class ForgedCallerTest {
  @Test
  void isNobodyNewByWhatHeWritesIntoTheHeaderHimself() {
    int wrong = 0;
    while (login("192.0.2." + wrong + ", 203.0.113.9") == 401 && wrong < 100) {
      wrong++;
    }

    assertThat(wrong).isBetween(1, 20);
    assertThat(login("203.0.113.9, 203.0.113.10")).isEqualTo(401);
  }

  private static int login(String forwardedFor) {
    return given()
        .header("X-Forwarded-For", forwardedFor)
        .formParam("token", "wrong")
        .post("/console/login")
        .statusCode();
  }
}
