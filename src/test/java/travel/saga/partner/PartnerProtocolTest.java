package travel.saga.partner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.api.WithoutEngine;
import travel.saga.car.ReserveCar;
import travel.saga.flight.ReserveFlight;
import travel.saga.payment.ProcessPayment;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.Money;
import travel.saga.reservation.Payment;
import travel.saga.reservation.SettingException;
import travel.saga.reservation.StepResult;

/** What goes over the wire, and what is made of each answer; see docs/partners.md. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class PartnerProtocolTest {
  private static final WireMockServer PARTNER =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private static final BookingKey KEY = new BookingKey("r1-flight");
  private static final ReserveFlight TRIP = new ReserveFlight(KEY, "Oslo", "Ada", "Lovelace");
  private static final Money AMOUNT = Money.parse("412.50 EUR");
  private static final String OFFER =
      "{\"reference\": \"F-1\", \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}}";
  private static final String NO_SEATS =
      "{\"type\": \"about:blank\", \"status\": 409, \"code\": \"no_seats\", \"detail\": \"None.\"}";

  @BeforeAll
  static void start() {
    PARTNER.start();
  }

  @AfterAll
  static void stop() {
    PARTNER.stop();
  }

  @BeforeEach
  void reset() {
    PARTNER.resetAll();
  }

  @Test
  void holdsASeat() {
    answer(ok(OFFER));

    StepResult<Booking> held = flight().hold(KEY, TRIP);

    assertThat(held)
        .isEqualTo(
            StepResult.done(new Booking("F-1", Booking.Status.HELD, Money.parse("240.00 EUR"))));
    PARTNER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/holds"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("Accept", equalTo("application/json, application/problem+json"))
            .withHeader("Idempotency-Key", equalTo("r1-flight-hold"))
            .withHeader("Authorization", absent())
            .withRequestBody(
                equalToJson(
                    """
                    {"key": "r1-flight", "location": "Oslo",
                     "first_name": "Ada", "last_name": "Lovelace"}
                    """)));
  }

  @Test
  void holdsACar() {
    answer(ok(OFFER));
    var key = new BookingKey("r1-car");

    car().hold(key, new ReserveCar(key, "luxury", "Oslo", "Ada", "Lovelace"));

    PARTNER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/holds"))
            .withHeader("Idempotency-Key", equalTo("r1-car-hold"))
            .withRequestBody(
                equalToJson(
                    """
                    {"key": "r1-car", "car_class": "luxury", "location": "Oslo",
                     "first_name": "Ada", "last_name": "Lovelace"}
                    """)));
  }

  @Test
  void confirmsAndCancels() {
    answer(aResponse().withStatus(204));

    assertThat(flight().confirm(KEY)).isEqualTo(StepResult.done(new Done(KEY)));
    flight().cancel(KEY);

    PARTNER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/holds/r1-flight/confirm"))
            .withHeader("Idempotency-Key", equalTo("r1-flight-confirm")));
    PARTNER.verify(
        1,
        deleteRequestedFor(urlEqualTo("/v1/holds/r1-flight"))
            .withHeader("Idempotency-Key", equalTo("r1-flight-cancel")));
  }

  @Test
  void chargesAndRefunds() {
    var key = new BookingKey("r1-payment");
    answer(ok(OFFER.replace("240.00", "412.5")));

    assertThat(payment().charge(key, AMOUNT, new ProcessPayment(key, AMOUNT)))
        .isEqualTo(StepResult.done(new Payment("F-1", Payment.Status.CHARGED, AMOUNT)));
    payment().refund(key);

    PARTNER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/charges"))
            .withHeader("Idempotency-Key", equalTo("r1-payment-charge"))
            .withRequestBody(
                equalToJson(
                    """
                    {"key": "r1-payment", "amount": {"amount": "412.50", "currency": "EUR"}}
                    """)));
    PARTNER.verify(
        1,
        postRequestedFor(urlEqualTo("/v1/charges/r1-payment/refund"))
            .withHeader("Idempotency-Key", equalTo("r1-payment-refund")));
  }

  @Test
  void sendsTheTokenAndShowsItToNobody() {
    answer(aResponse().withStatus(401));
    PartnerHolds flight = flight(Map.of("token", "s3cret"));

    assertThatThrownBy(() -> flight.hold(KEY, TRIP))
        .isInstanceOf(PartnerFaultException.class)
        .hasMessage(
            "the flight partner refuses our credentials (401):"
                + " set reservations.flight.token to the one it expects");
    PARTNER.verify(
        1, anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer s3cret")));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 409, 410, 422})
  void takesA4xxForARefusalInThePartnersWords(int status) {
    answer(problem(status, NO_SEATS));

    assertThat(flight().hold(KEY, TRIP)).isEqualTo(StepResult.refused("no_seats", "None."));
    assertThat(flight().confirm(KEY)).isEqualTo(StepResult.refused("no_seats", "None."));
    PARTNER.verify(2, anyRequestedFor(anyUrl()));
  }

  @Test
  void takesA4xxWithoutAWordForARefusalToo() {
    answer(aResponse().withStatus(404).withBody("<html>Not found</html>"));

    assertThat(flight().hold(KEY, TRIP))
        .isEqualTo(StepResult.refused("refused", "The flight partner refused."));
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 206, 401, 403, 407, 408, 425, 429, 500, 502, 503, 504})
  void takesAnyOtherStatusForAFault(int status) {
    answer(aResponse().withStatus(status).withBody("<html>").withHeader("Retry-After", "1"));

    expectFault(() -> flight().hold(KEY, TRIP), "(answered|refuses our credentials).*" + status);
    expectFault(() -> flight().confirm(KEY), String.valueOf(status));
    expectFault(() -> flight().cancel(KEY), String.valueOf(status));
    PARTNER.verify(3, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) {
    answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));

    expectFault(() -> flight().hold(KEY, TRIP), "redirects are not followed.*flight\\.url");

    PARTNER.verify(1, anyRequestedFor(anyUrl()));
    PARTNER.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Done",
        "null",
        "[]",
        "{}",
        "{\"reference\": \"F-1\"}",
        "{\"reference\": \"F-1\", \"price\": null}",
        "{\"reference\": \"F-1\", \"price\": \"240.00 EUR\"}",
        "{\"reference\": \"F-1\", \"price\": {\"amount\": \"240.00\"}}",
        "{\"reference\": \"F-1\", \"price\": {\"amount\": \"much\", \"currency\": \"EUR\"}}",
        "{\"reference\": \"F-1\", \"price\": {\"amount\": true, \"currency\": \"EUR\"}}",
        "{\"reference\": null, \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}}",
        "{\"reference\": \" \", \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}}",
        "{\"reference\": 7, \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}}",
        "{\"reference\": \"F-1\", \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}",
        "{\"reference\": \"F-1\", \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}} x"
      })
  void takesASuccessThatDoesNotSayWhatForAFault(String body) {
    answer(ok(body));

    expectFault(() -> flight().hold(KEY, TRIP), "no reference and price");
    expectFault(
        () -> payment().charge(KEY, AMOUNT, new ProcessPayment(KEY, AMOUNT)),
        "no reference and price");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\u2028", "\\u202e", "\\n", "\\u0000"})
  void takesAReferenceThatIsNoLineOfTextForNone(String letter) {
    answer(ok(OFFER.replace("F-1", "F-1" + letter)));

    expectFault(() -> flight().hold(KEY, TRIP), "no reference and price");
  }

  /** A login page, a proxy's greeting: nobody has heard of the cancel. */
  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><title>Log in</title>", "\uFEFF\r\n <html>", "<?xml ?>"})
  void takesNoPageForAnAnswer(String page) {
    answer(aResponse().withBody(page).withHeader("Content-Type", "text/html"));
    String message = "answered 200 with a page in place of JSON: set reservations\\.\\w+\\.url";

    expectFault(() -> flight().hold(KEY, TRIP), message);
    expectFault(() -> flight().confirm(KEY), message);
    expectFault(() -> flight().cancel(KEY), message);
    expectFault(() -> payment().refund(KEY), message);
  }

  @Test
  void unpacksNothing() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write((OFFER + " ".repeat(10_000_000)).getBytes(UTF_8));
    }
    answer(aResponse().withBody(packed.toByteArray()).withHeader("Content-Encoding", "gzip"));

    expectFault(() -> flight().hold(KEY, TRIP), "no reference and price");
    PARTNER.verify(1, anyRequestedFor(anyUrl()).withHeader("Accept-Encoding", absent()));
  }

  @ParameterizedTest
  @CsvSource({
    "-1.00, EUR",
    "240.00, USD",
    "240.001, EUR",
    "1e13, EUR",
    "1e2147483647, EUR",
    "1e-2147483647, EUR",
  })
  void refusesAPriceThatCannotBeCharged(String amount, String currency) {
    answer(ok(OFFER.replace("240.00", amount).replace("EUR", currency)));

    assertThat(flight().hold(KEY, TRIP))
        .isEqualTo(
            StepResult.refused(
                "unusable_price", "The flight partner wants a price that cannot be charged."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"240\"", "240", "240.0", "\"2.4e2\"", "240.00000000000000000000"})
  void takesAnAmountHoweverItIsWritten(String amount) {
    answer(ok(OFFER.replace("\"240.00\"", amount)));

    assertThat(flight().hold(KEY, TRIP))
        .isEqualTo(
            StepResult.done(new Booking("F-1", Booking.Status.HELD, Money.parse("240.00 EUR"))));
  }

  @ParameterizedTest
  @CsvSource({"412.51, EUR", "412.50, USD", "1e2147483647, EUR"})
  void refusesAChargeOfAnotherAmount(String amount, String currency) {
    answer(ok(OFFER.replace("240.00", amount).replace("EUR", currency)));

    assertThat(payment().charge(KEY, AMOUNT, new ProcessPayment(KEY, AMOUNT)))
        .isEqualTo(
            StepResult.refused(
                "wrong_amount", "The payment partner charged another amount than was asked for."));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409, 410, 422})
  void takesNothingForUndoneThatThePartnerRefusedToUndo(int status) {
    answer(problem(status, NO_SEATS));

    expectFault(() -> flight().cancel(KEY), "refuses to undo it \\(no_seats\\)");
    expectFault(() -> payment().refund(KEY), "refuses to undo it \\(no_seats\\)");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void takesABrokenConnectionForAFault(Fault fault) {
    answer(ok(OFFER).withFault(fault));

    expectFault(() -> flight().hold(KEY, TRIP), "gave no answer|no reference and price");
    PARTNER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void takesAPartnerThatIsAwayForAFault() {
    PartnerHolds nobody = TestPartners.at("flight", "http://127.0.0.1:1/v1").flight().orElseThrow();

    expectFault(() -> nobody.hold(KEY, TRIP), "gave no answer .*Connection refused");
  }

  @Test
  void waitsNoLongerThanItsTimeout() {
    answer(ok(OFFER).withFixedDelay(60_000));

    expectFault(
        () -> flight(impatient()).hold(KEY, TRIP), "did not answer within 300 ms|gave no answer");
  }

  @Test
  void waitsNoLongerForAnAnswerThatTrickles() {
    answer(ok(OFFER).withChunkedDribbleDelay(60, 12_000)); // a chunk each 200 ms

    expectFault(
        () -> flight(Map.of("timeout", "2s", "connect-timeout", "1s")).hold(KEY, TRIP),
        "did not answer within 2000 ms");
  }

  @Test
  void isNotMadeWithATlsConfigurationThatIsNotThere() {
    assertThatThrownBy(() -> flight(Map.of("tls-configuration-name", "air")))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "reservations.flight.tls-configuration-name is \"air\": there is no quarkus.tls.air:"
                + " set its trust store, or correct the name.");
  }

  private static Map<String, String> impatient() {
    return Map.of("timeout", "300ms", "connect-timeout", "300ms");
  }

  private static void expectFault(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(PartnerFaultException.class)
        .hasMessageFindingMatch(message);
  }

  private static void answer(ResponseDefinitionBuilder answer) {
    PARTNER.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(body);
  }

  private static ResponseDefinitionBuilder problem(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/problem+json")
        .withBody(body);
  }

  private static PartnerHolds flight() {
    return flight(Map.of());
  }

  private static PartnerHolds flight(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("reservations.flight.url", PARTNER.baseUrl() + "/v1/");
    more.forEach((name, value) -> settings.put("reservations.flight." + name, value));
    return TestPartners.with(settings).flight().orElseThrow();
  }

  private static PartnerHolds car() {
    return TestPartners.at("car", PARTNER.baseUrl() + "/v1").car().orElseThrow();
  }

  private static PartnerCharges payment() {
    return TestPartners.at("payment", PARTNER.baseUrl() + "/v1").payment().orElseThrow();
  }
}
