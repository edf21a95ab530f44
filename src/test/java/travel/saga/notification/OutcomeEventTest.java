package travel.saga.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.EventSchemas;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.WireFormat;

/** What is published is what docs/events says; OutcomeEventsIT holds the same behind a broker. */
class OutcomeEventTest {
  private static final ReservationId ID = new ReservationId("r1");

  private final EventSchemas schemas = new EventSchemas();

  @ParameterizedTest
  @EnumSource(names = {"CONFIRMED", "REJECTED", "CANCELLED", "ATTENTION"})
  void isAsItsSchemaSays(ReservationStatus status) {
    ObjectNode event = event(status);

    assertThat(schemas.objections(event)).isEmpty();
    assertThat(event.path("type").asText())
        .isEqualTo("reservation." + status.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void schemasObjectToWhatTheyDoNotName() {
    ObjectNode event = event(ReservationStatus.CONFIRMED);
    event.withObject("/data").put("seat", "12A");

    assertThat(schemas.objections(event)).isNotEmpty();
  }

  @Test
  void schemasObjectToWhatBelongsToAnotherType() {
    ObjectNode event = event(ReservationStatus.REJECTED);
    event.put("type", "reservation.confirmed");

    assertThat(schemas.objections(event)).isNotEmpty();
  }

  @Test
  void schemasObjectToANumberForAnAmount() {
    ObjectNode event = event(ReservationStatus.CONFIRMED);
    event.withObject("/data/payment/amount").put("amount", 412.5);

    assertThat(schemas.objections(event)).isNotEmpty();
  }

  private static ObjectNode event(ReservationStatus status) {
    Reservation pending = Reservation.pending(ID, Samples.TRIP, Samples.START);
    Reservation settled = pending.as(Samples.outcome(status), Samples.START.plusMillis(1));
    JsonNode event =
        WireFormat.read(OutcomeEvent.of(settled, ID.saga()).cloudEvent(), JsonNode.class);
    return (ObjectNode) event;
  }
}
