package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What clients are made from is what the service describes. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class PublishedApiTest {
  private static final Path PUBLISHED = Path.of("docs", "openapi.yaml");

  @Test
  void isWhatIsWrittenInTheDocuments() throws IOException {
    String described = given().get("/q/openapi").then().statusCode(200).extract().asString();
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(PUBLISHED, described);
    }

    assertThat(described)
        .as("the API differs from %s; CONTRIBUTING.md says what to do", PUBLISHED)
        .isEqualTo(Files.readString(PUBLISHED));
  }
}
