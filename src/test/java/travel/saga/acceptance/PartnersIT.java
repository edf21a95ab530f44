package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.sidecar.SamplePartners;
import travel.saga.sidecar.SamplePartners.Entry;

/** Flight, car and payment are the partners of samples/partners; what counts is in their books. */
class PartnersIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);
  private static final int ALWAYS = 1_000_000;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  private SamplePartners partners;

  @BeforeEach
  void startPartners() {
    partners = SamplePartners.start(Map.of("PARTNERS_TOKEN", "s3cret"));
  }

  @AfterEach
  void endPartners() {
    partners.close();
  }

  @Test
  @Tag("native")
  void booksWithThePartners() {
    ServiceProcess service = services.start(launch());

    Answer booked = service.client().reserveFlight(TripRequest.to("rome")).expect(200);

    assertThat(booked.json().at("/flight/reference").asText()).startsWith("AIR-");
    assertThat(booked.json().at("/car/reference").asText()).startsWith("RENT-");
    assertThat(booked.json().at("/payment/reference").asText()).startsWith("BANK-");
    assertThat(booked.json().at("/payment/amount/amount").asText()).isEqualTo("412.50");
    expectBooked(booked.reservationId());
    assertThat(service.client().get("/q/metrics").body())
        .contains(
            "partner_breaker_open{partner=\"flight\"} 0.0",
            "partner_calls_total{outcome=\"done\",partner=\"payment\"} 1.0",
            "partner_calls_total{outcome=\"fault\",partner=\"car\"} 0.0")
        .doesNotContain(booked.reservationId());
    assertThat(service.logTail()).doesNotContain("s3cret", "hello", "there");
  }

  @Test
  void passesOnWhyAPartnerRefuses() {
    Client client = services.start(launch()).client();

    Answer refused =
        client.reserveFlight(new TripRequest("rome", "hovercraft", null)).expectProblem(409);

    assertThat(refused.body()).contains("reserve-car", "unknown_car_class", "midsize");
    expectNothingLeft(refused.reservationId(), "flight", "car");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"flight/hold", "car/hold", "payment/charge", "flight/confirm", "car/confirm"})
  void booksOnceWhenAnAnswerIsLost(String call) {
    Client client = services.start(launch()).client();
    partners.next(1, call, "lose");

    Answer booked = client.reserveFlight(TripRequest.to("rome")).expect(200);

    assertThat(partners.left()).isZero();
    expectBooked(booked.reservationId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"flight/cancel", "car/cancel", "payment/refund"})
  void leavesNothingWhenTheAnswerOfACompensationIsLost(String call) {
    Client client = services.start(launch()).client();
    partners.next(2, call, "lose");

    Answer refused =
        client
            .reserveFlight(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .expectProblem(409);

    assertThat(partners.left()).isZero();
    expectNothingLeft(refused.reservationId(), "flight", "car", "payment");
  }

  @Test
  void leavesNothingWhenTheAnswersAreLostUntilTheStepIsGivenUp() {
    Client client = services.start(launch().with("reservations.saga.step-limit", "5s")).client();
    partners.next(ALWAYS, "payment/charge", "lose");

    Answer refused = client.reserveFlight(TripRequest.to("rome")).expectProblem(409);

    assertThat(refused.body()).contains("process-payment", "fault");
    assertThat(partners.left()).isLessThan(ALWAYS - 1);
    expectNothingLeft(refused.reservationId(), "flight", "car", "payment");
  }

  @Test
  void showsAnOperatorWhatIsTriedAgainUntilItIsDone() {
    ServiceProcess service = services.start(Operator.known(launch()));
    Operator operator = Operator.of(service);
    service.client().reserveFlight(TripRequest.to("rome")).expect(200);
    partners.next(ALWAYS, "payment/charge", "lose");
    String id = service.client().reserve(TripRequest.to("rome")).expect(202).reservationId();

    await("it to be listed").until(() -> retrying(operator).equals(List.of(id)));
    partners.restart(); // which forgets the switch, and not the books
    await("it to be booked")
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.client().reservation(id).text("status").equals("CONFIRMED"));

    assertThat(retrying(operator)).isEmpty();
  }

  private static List<String> retrying(Operator operator) {
    return Operator.each(
        operator.get("/executions?focus=retrying").expect(200).json().path("executions"), "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flight/hold", "payment/charge", "car/confirm"})
  void booksOnceWhenTheServiceIsKilledBeforeItHasAnAnswer(String call) {
    ServiceProcess service = services.start(launch());
    partners.next(ALWAYS, call, "lose");
    String id = service.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
    await("an answer to be lost").until(() -> partners.left() < ALWAYS);

    service.kill9();
    partners.restart(); // which forgets the switch, and not the books
    Client client = services.restart(service).client();

    awaitStatus(client, id, "CONFIRMED");
    expectBooked(id);
  }

  @Test
  void asksAPersonWhenAPartnerRefusesToUndo() {
    Launch impatient =
        launch()
            .with("reservations.saga.compensation-attempts", 2)
            .with("reservations.saga.compensation-max-retry", "1s");
    Client client = services.start(impatient).client();
    partners.next(ALWAYS, "car/cancel", "refuse");

    String id =
        client
            .reserve(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .expect(202)
            .reservationId();

    awaitStatus(client, id, "ATTENTION");
    assertThat(client.reservation(id).json().path("open_compensations").toString())
        .contains("cancel-car")
        .doesNotContain("cancel-flight", "refund-payment");
    assertThat(partners.books()).contains(entry(id, "car", "taken"), entry(id, "flight", "void"));
  }

  @Test
  void trustsTheAuthorityThatIsNamed() {
    Certificate certificate = Certificate.valid(services.directory().resolve("tls"));
    try (SamplePartners secure = startWith(certificate)) {
      Launch trusting =
          services
              .launch()
              .with("reservations.flight.url", secure.secureUrl("flight"))
              .with("reservations.flight.tls-configuration-name", "air")
              .with("quarkus.tls.air.trust-store.pem.certs", certificate.authority());

      Client client = services.start(trusting).client();

      Answer booked = client.reserveFlight(TripRequest.to("rome")).expect(200);
      assertThat(booked.json().at("/flight/reference").asText()).startsWith("AIR-");
    }
  }

  @Test
  void trustsNobodyElse() {
    Certificate certificate = Certificate.valid(services.directory().resolve("tls"));
    try (SamplePartners secure = startWith(certificate)) {
      ServiceProcess service =
          services.start(
              services.launch().with("reservations.flight.url", secure.secureUrl("flight")));

      service.client().reserve(TripRequest.to("rome")).expect(202);

      await("the attempt to fail")
          .until(
              () -> service.log().stream().anyMatch(line -> line.contains("certification path")));
    }
  }

  private static SamplePartners startWith(Certificate certificate) {
    return SamplePartners.start(
        Map.of(
            "PARTNERS_CERTIFICATE", certificate.chain().toString(),
            "PARTNERS_KEY", certificate.key().toString()));
  }

  private Launch launch() {
    Launch launch = services.launch();
    for (String partner : new String[] {"flight", "car", "payment"}) {
      launch =
          launch
              .with("reservations." + partner + ".url", partners.url(partner))
              .withEnvironment(
                  "RESERVATIONS_" + partner.toUpperCase(Locale.ROOT) + "_TOKEN", "s3cret");
    }
    return launch;
  }

  private void expectBooked(String id) {
    assertThat(partners.books())
        .containsExactlyInAnyOrder(
            entry(id, "flight", "confirmed"),
            entry(id, "car", "confirmed"),
            entry(id, "payment", "taken"));
  }

  private void expectNothingLeft(String id, String... asked) {
    assertThat(partners.books())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(asked).map(partner -> entry(id, partner, "void")).toList());
  }

  private static Entry entry(String id, String partner, String state) {
    return new Entry(partner, id + "-" + partner, state);
  }

  private static void awaitStatus(Client client, String id, String status) {
    await(id + " to be " + status)
        .atMost(ENDS_WITHIN)
        .until(() -> client.reservation(id).text("status").equals(status));
  }
}
