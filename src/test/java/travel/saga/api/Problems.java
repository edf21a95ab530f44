package travel.saga.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.ValidatableResponse;

/** What holds for every error. */
public final class Problems {
  private Problems() {}

  public static ValidatableResponse check(ValidatableResponse answer, int status, String code) {
    answer
        .statusCode(status)
        .contentType(equalTo(Problem.MEDIA_TYPE))
        .header("X-Content-Type-Options", "nosniff")
        .body("type", equalTo("/problems/" + code))
        .body("status", equalTo(status))
        .body("title", notNullValue())
        .body("detail", notNullValue())
        .body("instance", notNullValue());
    for (String secret : new String[] {"travel.saga", "Exception", "\\tat ", "java.", "10.0.0.7"}) {
      answer.body(not(containsString(secret)));
    }
    return answer;
  }
}
