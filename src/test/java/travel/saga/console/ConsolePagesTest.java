package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConsolePagesTest {
  @Test
  void showsTheListOfExecutions() {
    given()
        .accept("text/html")
        .get("/console")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .body(containsString("<h1>Executions</h1>"));
  }

  @Test
  void tellsABrowserByAPageWhatIsNotThere() {
    given()
        .accept("text/html")
        .get("/console/executions/nobody")
        .then()
        .statusCode(404)
        .contentType(startsWith("text/html"))
        .body(containsString("There is no execution with this id, or it was purged."));
  }

  @Test
  void servesItsScriptsAndStyles() {
    for (String asset : new String[] {"console.css", "console.js", "htmx.min.js", "icon.svg"}) {
      given()
          .get("/assets/" + asset)
          .then()
          .statusCode(200)
          .header("Cache-Control", containsString("max-age"));
    }
  }
}
