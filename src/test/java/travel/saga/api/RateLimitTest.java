package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.access.Callers;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.SettingException;
import travel.saga.reservation.Settings;

@QuarkusTest
@TestProfile(RateLimitTest.Limited.class)
class RateLimitTest {
  private static final String GOOD =
      "{\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"location\":\"London\"}";

  /** Three at once, one more each minute. */
  public static class Limited extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
      settings.put("reservations.rate-limit.per-minute", "1");
      settings.put("reservations.rate-limit.burst", "3");
      return settings;
    }
  }

  @Inject InMemoryReservations reservations;
  @Inject EarlyAnswer early;
  @Inject Callers callers;

  @Test
  void refusesThePostsOfACallerWhoSendsTooMany() {
    for (int i = 0; i < 3; i++) {
      assertThat(post().statusCode()).isEqualTo(202);
    }

    Response refused = post();

    Problems.check(refused.then(), 429, "too-many-requests")
        .header("Retry-After", matchesPattern("[1-5]?[0-9]|60"));
    assertThat(reservations.all()).hasSize(3);
    given().get("/reservations/nobody").then().statusCode(404);
    given().get("/q/health/live").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "per-minute, 0, 'or more'",
    "per-minute, -1, 'or more'",
    "burst, 5, 'per-minute'",
  })
  void refusesALimitThatIsNone(String setting, String value, String remedy) {
    RateLimitConfig config =
        Settings.of(RateLimitConfig.class, Map.of("reservations.rate-limit." + setting, value));

    assertThatThrownBy(() -> new RateLimit(config, early, callers))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("reservations.rate-limit." + setting)
        .hasMessageContaining(value)
        .hasMessageContaining(remedy);
  }

  private static Response post() {
    return given().contentType(ContentType.JSON).body(GOOD).post("/reservations");
  }
}
