package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static travel.saga.execution.ExecutionSamples.saga;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.WithOneStream.class)
class EventLimitTest {
  @Inject InMemoryReservations reservations;
  @Inject ScriptedExecutions executions;
  @Inject EventStreams streams;

  @Test
  void opensNoMoreStreamsThanMayBeOpen() throws IOException, InterruptedException {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    executions.put(saga(id.value(), ExecutionStatus.RUNNING));
    String path = "/reservations/" + id + "/events";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path)).build();
    InputStream stream =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body();
    await().until(() -> streams.open(), count -> count == 1);

    Problems.check(given().get(path).then(), 503, "too-many-streams").header("Retry-After", "10");

    stream.close();
    await().until(() -> streams.open(), count -> count == 0);
    assertThat(streams.areTooMany()).isFalse();
  }
}
