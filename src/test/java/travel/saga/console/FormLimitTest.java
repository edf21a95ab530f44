package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.access.ConsolePages;
import travel.saga.access.ConsoleProfile;

/** A form of the console is short, however it is sent. */
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class FormLimitTest {
  private static final String RIGHT = "token=" + ConsoleProfile.TOKEN + "&padding=";

  @Inject Vertx vertx;

  record Answer(int status, String type, String body) {}

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, true",
    "HTTP_1_1, false",
    "HTTP_2, true",
    "HTTP_2, false",
  })
  void isReadUpToItsLimit(HttpVersion version, boolean announced) throws Exception {
    Answer longest = login(version, announced, padded(ConsolePages.FORM_BYTES));
    Answer tooLong = login(version, announced, padded(ConsolePages.FORM_BYTES + 1));
    Answer huge = login(version, announced, padded(300_000));

    assertThat(longest.status()).isEqualTo(303);
    for (Answer refused : new Answer[] {tooLong, huge}) {
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.type()).isEqualTo("application/problem+json");
      assertThat(refused.body()).contains("/problems/body-too-large", "8192 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void isRefusedWhereItCannotBeRead(HttpVersion version) throws Exception {
    Answer answer = login(version, true, "token=%zz");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("/problems/invalid-request", "well-formed form");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void mayBeEmpty(HttpVersion version) throws Exception {
    assertThat(login(version, true, "").status()).isEqualTo(401);
    assertThat(login(version, false, "&=&token&x=y=z").status()).isEqualTo(401);
  }

  private static String padded(int length) {
    return RIGHT + "x".repeat(length - RIGHT.length());
  }

  private Answer login(HttpVersion version, boolean announced, String form) throws Exception {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
    try {
      return client
          .request(HttpMethod.POST, RestAssured.port, "127.0.0.1", "/console/login")
          .compose(request -> send(request, announced, form))
          .compose(
              answer ->
                  answer
                      .body()
                      .map(
                          body ->
                              new Answer(
                                  answer.statusCode(),
                                  String.valueOf(answer.getHeader("Content-Type")),
                                  body.toString())))
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } finally {
      client.close();
    }
  }

  private static io.vertx.core.Future<HttpClientResponse> send(
      HttpClientRequest request, boolean announced, String form) {
    Buffer body = Buffer.buffer(form);
    request.putHeader("Content-Type", "application/x-www-form-urlencoded");
    if (announced) {
      return request.send(body);
    }
    request.setChunked(true);
    request.write(body.slice(0, body.length() / 2));
    request.end(body.slice(body.length() / 2, body.length()));
    return request.response();
  }
}
