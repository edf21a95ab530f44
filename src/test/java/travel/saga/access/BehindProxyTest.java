package travel.saga.access;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import travel.saga.api.Problems;

/** A peer that a proxy may stand for is nobody's own machine, whatever a header says. */
@QuarkusTest
@TestProfile(AccessProfiles.BehindProxy.class)
class BehindProxyTest {
  @Test
  void takesNoHeaderForTheMachineItself() {
    Problems.check(given().get("/test/operator").then(), 403, "forbidden");
    Problems.check(
        given()
            .header("X-Forwarded-For", "127.0.0.1")
            .header("X-Forwarded-Host", "localhost")
            .get("/test/operator")
            .then(),
        403,
        "forbidden");
  }
}
