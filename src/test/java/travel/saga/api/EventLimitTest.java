package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static travel.saga.api.WithoutEngine.WithFewStreams.STREAMS;
import static travel.saga.execution.ExecutionSamples.saga;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.WithFewStreams.class)
class EventLimitTest {
  private static final int MANY = 100;

  @Inject InMemoryReservations reservations;
  @Inject ScriptedExecutions executions;
  @Inject EventStreams streams;
  @Inject StreamPermits permits;

  private final ReservationId id = ReservationId.random();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void runs() {
    reservations.clear();
    executions.clear();
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    executions.put(saga(id.value(), ExecutionStatus.RUNNING));
  }

  @AfterEach
  void takesEveryPermitBack() {
    executions.letGo();
    await().until(() -> permits.taken(), count -> count == 0);
    await().until(() -> streams.open(), count -> count == 0);
  }

  @Test
  void opensNoMoreStreamsThanMayBeOpenWhenManyAreOpenedAtOnce() throws IOException {
    executions.hold();
    List<CompletableFuture<HttpResponse<InputStream>>> asked =
        IntStream.range(0, MANY)
            .mapToObj(i -> http.sendAsync(request(), BodyHandlers.ofInputStream()))
            .toList();
    await().until(() -> answers(asked).size(), count -> count == MANY - STREAMS);
    assertThat(answers(asked)).extracting(HttpResponse::statusCode).containsOnly(503);

    executions.letGo();

    await().until(() -> answers(asked).size(), count -> count == MANY);
    assertThat(answers(asked))
        .extracting(HttpResponse::statusCode)
        .filteredOn(status -> status == 200)
        .hasSize(STREAMS);
    await().until(() -> streams.open(), count -> count == STREAMS);
    Problems.check(given().get(path()).then(), 503, "too-many-streams").header("Retry-After", "10");
    for (HttpResponse<InputStream> answer : answers(asked)) {
      answer.body().close();
    }
  }

  @Test
  void countsNobodyWhoLeavesWhileTheStreamIsBeingOpened() throws IOException {
    executions.hold();
    List<Socket> callers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      callers.add(asking());
    }
    await().until(() -> permits.taken(), count -> count == STREAMS);

    for (Socket caller : callers) {
      caller.close();
    }

    await().until(() -> permits.taken(), count -> count == 0);
    executions.letGo();
    try (InputStream next = http.sendAsync(request(), BodyHandlers.ofInputStream()).join().body()) {
      assertThat(next).isNotNull();
      await().until(() -> permits.taken(), count -> count == 1);
      assertThat(streams.open()).as("those of whoever has left are not").isEqualTo(1);
    }
  }

  @Test
  void countsNoneThatWasNotOpened() {
    ReservationId ended = ReservationId.random();
    reservations.put(Samples.record(ended, ReservationStatus.CONFIRMED));
    for (int i = 0; i < 2 * STREAMS; i++) {
      given().get("/reservations/nobody/events").then().statusCode(404);
      given().get("/reservations/" + ReservationId.random() + "/events").then().statusCode(404);
      given().head(path()).then().statusCode(200);
      given()
          .header("Last-Event-ID", "0-end-1")
          .get("/reservations/" + ended + "/events")
          .then()
          .statusCode(204);
      given().get("/reservations/" + ended + "/events").then().statusCode(200);
    }
    executions.failWith(InMemoryReservations.away());
    for (int i = 0; i < 2 * STREAMS; i++) {
      Problems.check(given().get(path()).then(), 503, "engine-unavailable");
    }
  }

  private Socket asking() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    socket
        .getOutputStream()
        .write(
            ("GET " + path() + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path()))
        .build();
  }

  private String path() {
    return "/reservations/" + id + "/events";
  }

  private static List<HttpResponse<InputStream>> answers(
      List<CompletableFuture<HttpResponse<InputStream>>> asked) {
    return asked.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }
}
