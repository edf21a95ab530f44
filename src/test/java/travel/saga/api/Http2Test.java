package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection has the requests of many: what one of them does ends that one alone. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class Http2Test {
  private static final Duration LONGER_THAN_THE_SERVICE_WAITS = Duration.ofSeconds(20);

  @Inject Vertx vertx;
  private HttpClient client;

  @BeforeEach
  void connect() {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(RestAssured.port));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void endsTheStreamAloneWhoseBodyIsTooLongAndNeverEnds() {
    AtomicReference<Throwable> end = new AtomicReference<>();
    AtomicBoolean closed = new AtomicBoolean();
    HttpClientRequest endless = get(client.request(HttpMethod.POST, "/reserveFlight"));
    HttpConnection connection = endless.connection();
    connection.closeHandler(gone -> closed.set(true));
    endless.exceptionHandler(end::set).putHeader("Content-Type", "application/json");
    endless.setChunked(true).write(Buffer.buffer(" ".repeat(20_000)));

    String answer =
        get(
            endless
                .response()
                .compose(head -> head.body().map(body -> head.statusCode() + " " + body)));

    assertThat(answer).startsWith("413 ").contains("/problems/body-too-large");
    assertAnswersOn(connection);
    await()
        .atMost(LONGER_THAN_THE_SERVICE_WAITS)
        .untilAsserted(
            () ->
                assertThat(end.get())
                    .isInstanceOfSatisfying(
                        StreamResetException.class,
                        reset -> assertThat(reset.getCode()).as("NO_ERROR").isZero()));
    assertAnswersOn(connection);
    assertThat(closed).isFalse();
  }

  private void assertAnswersOn(HttpConnection connection) {
    HttpClientRequest next = get(client.request(HttpMethod.GET, "/reservations/nobody"));

    assertThat(get(next.send()).statusCode()).isEqualTo(404);
    assertThat(next.connection()).isSameAs(connection);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }
}
