package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.access.Routes.Route;
import travel.saga.api.Problems;

/** Without an admin token, on a sidecar: operator calls are closed, also to this machine. */
@QuarkusTest
@TestProfile(AccessProfiles.OnSidecar.class)
class SidecarAccessTest {
  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void saysWhatToSet(Route route) {
    OperatorProbe.CHANGES.set(0);

    Problems.check(
            route.ask(given().header("Authorization", "Bearer any-token-at-all-here")).then(),
            403,
            "forbidden")
        .body("detail", containsString("RESERVATIONS_ADMIN_TOKEN"));
    assertThat(OperatorProbe.CHANGES).hasValue(0);
  }
}
