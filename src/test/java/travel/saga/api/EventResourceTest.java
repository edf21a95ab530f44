package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static travel.saga.execution.ExecutionSamples.saga;
import static travel.saga.execution.ExecutionSamples.step;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class EventResourceTest {
  private static final int MANY = 200;
  private static final Pattern ID = Pattern.compile("(?m)^id:(.*)$");
  private static final StepRun FLIGHT = step("reserve-flight", 0, StepStatus.COMPLETED);

  @Inject InMemoryReservations reservations;
  @Inject ScriptedExecutions executions;
  @Inject EventStreams streams;

  private final ReservationId id = ReservationId.random();

  @BeforeEach
  void clear() {
    reservations.clear();
    executions.clear();
  }

  @Test
  void tellsTheStepsAndTheOutcomeAndEnds() {
    ends();

    String body =
        given()
            .accept("text/event-stream")
            .get(path())
            .then()
            .statusCode(200)
            .contentType("text/event-stream")
            .header("Cache-Control", "no-store")
            .extract()
            .asString();

    assertThat(ids(body)).containsExactly("0-0-0", "0-0-1", "0-end-1");
    assertThat(body)
        .contains("event:step\n", "event:outcome\n", "\"status\":\"CONFIRMED\"")
        .contains("data:{\"step\":\"reserve-flight\",\"attempt\":1,\"status\":\"RUNNING\"")
        .endsWith("\n\n");
  }

  @Test
  void goesOnBehindTheLastEventThatIsKnown() {
    ends();

    assertThat(ids(get("0-0-0"))).containsExactly("0-0-1", "0-end-1");
    assertThat(ids(get("0-0-1"))).containsExactly("0-end-1");
    given().header("Last-Event-ID", "0-end-1").get(path()).then().statusCode(204).body(equalTo(""));
  }

  @Test
  void opensNoStreamForWhoeverAsksForTheHeadAlone() {
    reservations.put(Samples.record(id, ReservationStatus.PENDING));

    given()
        .head(path())
        .then()
        .statusCode(200)
        .contentType("text/event-stream")
        .header("Cache-Control", "no-store");
    assertThat(streams.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "0-0", "99999999999-0-0"})
  void beginsAnewBehindAnEventThatIsNone(String last) {
    ends();

    assertThat(ids(get(last))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01a20a920934-0f8e6d3c-6a0e-4b53-9d4e-0f6f4e1f7c11", "nonsense"})
  void knowsNothingOfAReservationThatIsNotThere(String unknown) {
    Problems.check(
        given().get("/reservations/" + unknown + "/events").then(), 404, "reservation-not-found");
  }

  @Test
  void saysThatTheEngineIsAwayBeforeTheStreamBegins() {
    ends();
    executions.failWith(InMemoryReservations.away());

    Problems.check(given().get(path()).then(), 503, "engine-unavailable");
  }

  @Test
  void servesManyAtATimeAndForgetsThoseWhoHaveGone() {
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    executions.put(
        saga(id.value(), ExecutionStatus.RUNNING, step("reserve-flight", 0, StepStatus.RUNNING)));
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path())).build();
    List<CompletableFuture<HttpResponse<InputStream>>> opened =
        IntStream.range(0, MANY)
            .mapToObj(i -> http.sendAsync(request, BodyHandlers.ofInputStream()))
            .toList();
    List<InputStream> bodies =
        opened.stream().map(CompletableFuture::join).map(HttpResponse::body).toList();
    await().until(() -> streams.open(), count -> count == MANY);
    bodies.subList(0, 10).forEach(EventResourceTest::close);
    await().until(() -> streams.open(), count -> count == MANY - 10);

    ends();

    for (InputStream body : bodies.subList(10, MANY)) {
      assertThat(ids(text(body))).containsExactly("0-0-0", "0-0-1", "0-end-1");
    }
    await().until(() -> streams.open(), count -> count == 0);
  }

  private void ends() {
    executions.put(saga(id.value(), ExecutionStatus.COMPLETED, FLIGHT));
    reservations.put(Samples.record(id, ReservationStatus.CONFIRMED));
  }

  private String get(String last) {
    return given()
        .header("Last-Event-ID", last)
        .get(path())
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private String path() {
    return "/reservations/" + id + "/events";
  }

  private static List<String> ids(String body) {
    return ID.matcher(body).results().map(found -> found.group(1)).toList();
  }

  private static String text(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
