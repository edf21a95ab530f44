package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job: a trip is booked, whole. */
@Tag("jdk")
class BookingIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  private static final String SEED_BODY =
      "{\"first_name\": \"hello\", \"last_name\": \"there\", \"location\": \"spain\","
          + " \"car_class\": \"compact\"}";
  private static Client client;

  @BeforeAll
  static void start() {
    client = SERVICES.start(SERVICES.launch()).client();
  }

  @Test
  @Tag("native")
  void booksATripForTheSeedsRequest() {
    Answer answer = reserveAsTheSeedDoes().expect(200);

    JsonNode reservation = answer.json();
    assertThat(reservation.path("status").asText()).isEqualTo("CONFIRMED");
    assertThat(reservation.path("location").asText()).isEqualTo("spain");
    assertThat(reservation.path("car_class").asText()).isEqualTo("compact");
    for (String booking : new String[] {"flight", "car"}) {
      assertThat(reservation.at("/" + booking + "/reference").asText()).isNotBlank();
      assertThat(reservation.at("/" + booking + "/status").asText()).isEqualTo("CONFIRMED");
    }
    assertThat(reservation.at("/payment/reference").asText()).isNotBlank();
    assertThat(reservation.at("/payment/status").asText()).isEqualTo("CHARGED");
    assertThat(money(reservation.at("/payment/amount")))
        .isEqualTo(money(reservation.at("/flight/price")).add(money(reservation.at("/car/price"))));
    assertThat(reservation.has("reason")).isFalse();
  }

  @Test
  void tellsTheSameWhenAskedLater() {
    Answer booked = reserveAsTheSeedDoes().expect(200);

    Answer asked = client.reservation(booked.reservationId()).expect(200);

    assertThat(asked.json()).isEqualTo(booked.json());
  }

  @Test
  void takesAReservationWithoutWaiting() {
    Answer accepted = client.reserve(TripRequest.to("lima")).expect(202);

    String id = accepted.reservationId();
    assertThat(accepted.location())
        .hasValueSatisfying(l -> assertThat(l).endsWith("/reservations/" + id));
    await().until(() -> client.reservation(id).expect(200).text("status").equals("CONFIRMED"));
  }

  @Test
  void waitsForTheOutcomeWhenThatIsPreferred() {
    Answer created = client.reserve(TripRequest.to("lima"), "Prefer", "wait=30").expect(201);

    assertThat(created.text("status")).isEqualTo("CONFIRMED");
    assertThat(created.location())
        .hasValueSatisfying(l -> assertThat(l).endsWith(created.reservationId()));
  }

  @Test
  void makesANewReservationForEachCallWithoutAKey() {
    String first = reserveAsTheSeedDoes().expect(200).reservationId();
    String second = reserveAsTheSeedDoes().expect(200).reservationId();

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void holdsAndChargesExactlyWhatIsConfirmed() {
    reserveAsTheSeedDoes().expect(200);

    new Books(SERVICES.ledger()).awaitSettled().expectBalanced();
  }

  @Test
  void callsTheStepsOnceAndInOrder() {
    String id = reserveAsTheSeedDoes().expect(200).reservationId();

    assertThat(SERVICES.ledger().stepsOf(id))
        .containsExactly(
            "reserve-flight",
            "reserve-car",
            "process-payment",
            "confirm-flight",
            "confirm-car",
            "notify-success");
  }

  @Test
  void announcesTheBookingOnceAsACloudEvent() {
    String id = reserveAsTheSeedDoes().expect(200).reservationId();

    await().until(() -> !SERVICES.ledger().eventsOf(id).isEmpty());
    assertThat(SERVICES.ledger().eventsOf(id))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.topic()).isEqualTo("onreservationsuccess");
              assertThat(event.id()).isEqualTo(id + "-confirmed");
              assertThat(event.type()).isEqualTo("reservation.confirmed");
              assertThat(event.cloudEvent().path("specversion").asText()).isEqualTo("1.0");
              assertThat(event.cloudEvent().path("source").asText()).isNotBlank();
              assertThat(event.cloudEvent().at("/data/reservation_id").asText()).isEqualTo(id);
            });
  }

  private static Answer reserveAsTheSeedDoes() {
    return client.send(
        client
            .request("/reserveFlight")
            .header("Content-type", "application/json")
            .POST(BodyPublishers.ofString(SEED_BODY)));
  }

  private static BigDecimal money(JsonNode money) {
    assertThat(money.path("amount").isTextual()).as("amount is text in %s", money).isTrue();
    assertThat(money.path("amount").asText()).matches("\\d+\\.\\d{2}");
    assertThat(money.path("currency").asText()).matches("[A-Z]{3}");
    return new BigDecimal(money.path("amount").asText());
  }
}
