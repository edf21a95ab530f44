package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.Prometheus;
import travel.saga.sidecar.SamplePartners;

/**
 * A real Prometheus with the rules that are delivered, but for seconds in the place of minutes:
 * each alert fires where something causes it, and no other does.
 */
class AlertsIT {
  private static final TripRequest TRIP = TripRequest.to("rome");
  private static final Duration FIRES_WITHIN = Duration.ofSeconds(90);

  /** Longer than the longest range and wait of the rules together. */
  private static final Duration A_WHILE = Duration.ofSeconds(22);

  private static final int ALWAYS = 1_000_000;
  private static final int MANY = 16;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  private SamplePartners partners;
  private @Nullable Prometheus prometheus;

  @BeforeEach
  void startPartners() {
    partners = SamplePartners.start(Map.of());
  }

  @AfterEach
  void end() {
    if (prometheus != null) {
      prometheus.close();
    }
    partners.close();
  }

  @Test
  void noneFiresWhileAllIsWell() {
    Client client = start(launch()).client();

    await()
        .during(A_WHILE)
        .atMost(A_WHILE.plusSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              client.reserveFlight(TRIP).expect(200);
              return prometheus().fired().isEmpty();
            });
    client.reserveFlight(TRIP.failing("failCarRentalConfirmation")).expect(409);
    String id = client.reserveFlight(TRIP).expect(200).reservationId();
    client.cancel(id).expect(202);
    await("the cancel").until(() -> client.reservation(id).text("status").equals("CANCELLED"));

    expectFired();
    assertThat(prometheus().query("max(reservations_in_flight)")).isNotEmpty();
  }

  @Test
  void aPartnerThatIsDownAndWhatWaitsForIt() {
    ServiceProcess service = start(launch());
    partners.next(ALWAYS, "car", "fail");

    String id = service.client().reserve(TRIP).expect(202).reservationId();
    service.client().reserve(TRIP).expect(202);

    awaitFiring("ReservationsPartnerBreakerOpen");
    Operator.of(service).act(id, "suspend").expect(202);
    awaitFiring("ReservationsStuck");
    expectFired("ReservationsPartnerBreakerOpen", "ReservationsStuck");
  }

  @Test
  void aCompensationThatFailsUntilSomebodyHasToLook() {
    Client client = start(launch()).client();
    partners.next(ALWAYS, "car/cancel", "refuse");

    client.reserve(TRIP.failing("failCarRentalConfirmation")).expect(202);

    awaitFiring("ReservationsCompensationFailing");
    awaitFiring("ReservationsAttention");
    expectFired("ReservationsCompensationFailing", "ReservationsAttention");
  }

  @Test
  void manyThatAreUndone() {
    Client client = start(launch()).client();

    Stream.generate(() -> client.reserveAsync(TRIP.failing("failCarRentalConfirmation")))
        .limit(MANY)
        .toList()
        .forEach(CompletableFuture::join);

    awaitFiring("ReservationsCompensationRate");
    expectFired("ReservationsCompensationRate");
  }

  @Test
  void reservationsThatTakeLong() {
    Client client = start(launch()).client();
    partners.delay("flight/hold", Duration.ofMillis(1500));

    awaitFiringWhile("ReservationsSlow", () -> client.reserve(TRIP).expect(202));

    expectFired("ReservationsSlow");
  }

  @Test
  @Tag("dapr")
  void aSidecarThatIsAway() {
    ServiceProcess service = start(launch());
    ((DaprEngine) services.engine()).sidecar().kill();

    expectOutOfService(service);
    expectFired("ReservationsWorkerDisconnected", "ReservationsServerErrors");
  }

  /** As when its file system has become read-only: each write fails. */
  @Test
  @Tag("embedded")
  void aStoreThatCannotBeWritten() {
    ServiceProcess service = start(launch());
    service.client().reserveFlight(TRIP).expect(200);
    FileSizeLimit.set(service, "0");

    expectOutOfService(service);
    awaitFiring("ReservationsStoreFault");
    expectFired(
        "ReservationsWorkerDisconnected", "ReservationsServerErrors", "ReservationsStoreFault");
  }

  private void expectOutOfService(ServiceProcess service) {
    awaitFiringWhile("ReservationsServerErrors", () -> service.client().reserve(TRIP));
    awaitFiring("ReservationsWorkerDisconnected");
  }

  @Test
  void aServiceThatIsGone() {
    start(launch()).kill9();

    awaitFiring("ReservationsDown");
    awaitFiring("ReservationsAbsent");
    expectFired("ReservationsDown", "ReservationsAbsent");
  }

  /** What is tested here is everything there is. */
  @Test
  @Tag("embedded")
  void eachAlertIsCausedByATest() {
    assertThat(AlertRules.delivered().alerts())
        .containsExactlyInAnyOrder(
            "ReservationsDown",
            "ReservationsAbsent",
            "ReservationsWorkerDisconnected",
            "ReservationsStoreFault",
            "ReservationsStuck",
            "ReservationsAttention",
            "ReservationsCompensationRate",
            "ReservationsCompensationFailing",
            "ReservationsPartnerBreakerOpen",
            "ReservationsServerErrors",
            "ReservationsSlow");
  }

  /** A service whose partners are others, which sees to what is open and tries again at once. */
  private Launch launch() {
    Launch launch =
        Operator.known(services.launch())
            .with("reservations.sweep.interval", "1s")
            .with("reservations.api.wait", "5s")
            .with("reservations.saga.max-retry", "500ms")
            .with("reservations.saga.compensation-max-retry", "500ms")
            .with("reservations.saga.compensation-attempts", 20);
    for (String partner : List.of("flight", "car", "payment")) {
      launch =
          launch
              .with("reservations." + partner + ".url", partners.url(partner))
              .with("reservations." + partner + ".breaker.calls", 2)
              .with("reservations." + partner + ".breaker.delay", "1s");
    }
    return launch;
  }

  /** Answers when it has been scraped. */
  private ServiceProcess start(Launch launch) {
    ServiceProcess service = services.start(launch);
    Prometheus started = Prometheus.scraping(launch.port());
    prometheus = started;
    await("a scrape").until(() -> !started.query("reservations_worker_connected == 1").isEmpty());
    started.load(AlertRules.delivered().inSeconds().text());
    return service;
  }

  private Prometheus prometheus() {
    return Objects.requireNonNull(prometheus);
  }

  private void awaitFiring(String alert) {
    awaitFiringWhile(alert, () -> {});
  }

  /** Does something twice a second until the alert fires. */
  private void awaitFiringWhile(String alert, Runnable meanwhile) {
    await(alert)
        .atMost(FIRES_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              meanwhile.run();
              return prometheus().firing().contains(alert);
            });
  }

  private void expectFired(String... alerts) {
    assertThat(prometheus().fired()).isEqualTo(new TreeSet<>(Set.of(alerts)));
  }
}
