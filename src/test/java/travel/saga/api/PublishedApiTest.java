package travel.saga.api;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  /** The first version breaks with nothing. */
  @Test
  void hasADecisionRecordForEachBreak() throws IOException {
    int version =
        Integer.parseInt(
            given()
                .accept(JSON)
                .get("/q/openapi")
                .then()
                .extract()
                .path("info.version")
                .toString());
    for (int broken = 2; broken <= version; broken++) {
      String record = "\\d{4}-api-" + broken + "\\.md";
      try (Stream<Path> records = Files.list(Path.of("docs", "decisions"))) {
        assertThat(records.map(path -> path.getFileName().toString()))
            .as("docs/decisions/NNNN-api-%d.md", broken)
            .anyMatch(name -> name.matches(record));
      }
    }
  }
}
