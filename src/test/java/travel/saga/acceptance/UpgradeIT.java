package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.SamplePartners;

/** A release with a step more takes over what the one before has begun. */
class UpgradeIT {
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final int ALWAYS = 1_000_000;

  /** Where sagas stand when the old release is stopped, the way forward and the way back. */
  private static final List<String> FORWARD =
      List.of("flight/hold", "car/hold", "payment/charge", "flight/confirm", "car/confirm");

  private static final List<String> BACK = List.of("payment/refund", "flight/cancel");

  private static final List<String> OLD_PATH =
      List.of(
          "reserve-flight",
          "reserve-car",
          "process-payment",
          "confirm-flight",
          "confirm-car",
          "notify-success");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  private SamplePartners partners;

  @BeforeEach
  void startPartners() {
    partners = SamplePartners.start(Map.of());
  }

  @AfterEach
  void endPartners() {
    partners.close();
  }

  @Test
  void finishesOldSagasOnTheirPathAndBeginsNewOnesOnIts() {
    Path next = NextRelease.withStep(services.directory().resolve("next-release"));
    ServiceProcess old = services.start(launch());
    Map<String, String> pausedOnTheWay = pausedAt(old, FORWARD, TripRequest.to("rome"));
    Map<String, String> pausedOnTheWayBack =
        pausedAt(old, BACK, TripRequest.to("rome").failing("failCarRentalConfirmation"));
    String retrying = stuckAt(old, "car/hold", TripRequest.to("rome"));
    old.terminate();
    assertThat(old.awaitEnd(WITHIN)).isZero();

    ServiceProcess renewed = services.start(old.launch().onAnotherPort().of(next));
    partners.next(0, "", "fail");
    pausedOnTheWay.values().forEach(id -> resume(renewed, id));
    pausedOnTheWayBack.values().forEach(id -> resume(renewed, id));
    String begunWithIt =
        renewed.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();

    List<String> forward = new ArrayList<>(pausedOnTheWay.values());
    forward.add(retrying);
    forward.forEach(id -> awaitStatus(renewed, id, "CONFIRMED"));
    pausedOnTheWayBack.values().forEach(id -> awaitStatus(renewed, id, "REJECTED"));
    forward.forEach(id -> assertThat(pathOf(id)).as(id).isEqualTo(OLD_PATH));
    pausedOnTheWayBack
        .values()
        .forEach(id -> assertThat(pathOf(id)).as(id).doesNotContain(NextRelease.STEP));
    List<String> newPath = new ArrayList<>(OLD_PATH);
    newPath.add(2, NextRelease.STEP);
    assertThat(pathOf(begunWithIt)).isEqualTo(newPath);
    forward.add(begunWithIt);
    expectBooks(forward, pausedOnTheWayBack.values());
  }

  private Map<String, String> pausedAt(
      ServiceProcess service, List<String> calls, TripRequest trip) {
    Map<String, String> paused = new LinkedHashMap<>();
    for (String call : calls) {
      String id = stuckAt(service, call, trip);
      Operator.of(service).act(id, "suspend").expect(202);
      paused.put(call, id);
    }
    return paused;
  }

  /** A saga that has called the partner in vain, and is about to call it again. */
  private String stuckAt(ServiceProcess service, String call, TripRequest trip) {
    partners.next(ALWAYS, call, "fail");
    String id = service.client().reserve(trip).expect(202).reservationId();
    await("a try of " + call).atMost(WITHIN).until(() -> partners.left() < ALWAYS);
    return id;
  }

  private static void resume(ServiceProcess service, String id) {
    Operator.of(service).act(id, "resume").expect(202);
  }

  private static void awaitStatus(ServiceProcess service, String id, String status) {
    await(id + " to be " + status)
        .atMost(WITHIN)
        .untilAsserted(
            () ->
                assertThat(service.client().reservation(id).text("status"))
                    .as(id)
                    .isEqualTo(status));
  }

  /** What the saga has called, each however often, in the order of the first calls. */
  private List<String> pathOf(String id) {
    return services.ledger().stepsOf(id).stream().distinct().toList();
  }

  private void expectBooks(Iterable<String> booked, Iterable<String> undone) {
    List<SamplePartners.Entry> expected = new ArrayList<>();
    booked.forEach(
        id -> {
          expected.add(new SamplePartners.Entry("flight", id + "-flight", "confirmed"));
          expected.add(new SamplePartners.Entry("car", id + "-car", "confirmed"));
          expected.add(new SamplePartners.Entry("payment", id + "-payment", "taken"));
        });
    undone.forEach(
        id ->
            List.of("flight", "car", "payment")
                .forEach(
                    partner ->
                        expected.add(
                            new SamplePartners.Entry(partner, id + "-" + partner, "void"))));
    assertThat(partners.books()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Quick to try again, and slow to give up: what is stuck waits for the new release. */
  private Launch launch() {
    return Operator.known(services.launch())
        .with("reservations.flight.url", partners.url("flight"))
        .with("reservations.car.url", partners.url("car"))
        .with("reservations.payment.url", partners.url("payment"))
        .with("reservations.saga.step-limit", "10m")
        .with("reservations.saga.max-retry", "1s")
        .with("reservations.saga.compensation-attempts", 1000)
        .with("reservations.saga.compensation-max-retry", "1s");
  }
}
