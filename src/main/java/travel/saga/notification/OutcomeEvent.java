package travel.saga.notification;

import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Trace;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WorkflowId;

/**
 * The news of a settled reservation, a CloudEvent (1.0, structured JSON). The id is made of the
 * reservation and what became of it, so that a subscriber recognises a repeated delivery.
 */
public record OutcomeEvent(String topic, String id, byte[] cloudEvent) {
  private static final String SUCCESS_TOPIC = "onreservationsuccess";
  private static final String FAILURE_TOPIC = "onreservationfailure";

  /**
   * @param traceparent of the reservation, as CloudEvents' distributed tracing extension has it
   */
  record CloudEvent(
      String specversion,
      String id,
      String source,
      String type,
      String subject,
      String time,
      String datacontenttype,
      @Nullable String traceparent,
      @Nullable String tracestate,
      OutcomeData data) {}

  /**
   * @param settled a reservation that is CONFIRMED, REJECTED, CANCELLED or at ATTENTION
   * @param by the workflow that brought it there
   */
  static OutcomeEvent of(Reservation settled, WorkflowId by) {
    String type = typeOf(settled.status());
    String id = about(settled, by) + "-" + type;
    Trace trace = settled.trace();
    CloudEvent event =
        new CloudEvent(
            "1.0",
            id,
            "/reservations",
            "reservation." + type,
            settled.id().value(),
            settled.updatedAt().toString(),
            "application/json",
            trace == null ? null : trace.traceparent(),
            trace == null ? null : trace.tracestate(),
            OutcomeData.of(settled));
    String topic = settled.status() == ReservationStatus.CONFIRMED ? SUCCESS_TOPIC : FAILURE_TOPIC;
    return new OutcomeEvent(topic, id, WireFormat.bytes(event));
  }

  /** One that stood at ATTENTION and was gone on with may come there again, which is news. */
  private static String about(Reservation settled, WorkflowId by) {
    return settled.status() == ReservationStatus.ATTENTION ? by.value() : settled.id().value();
  }

  private static String typeOf(ReservationStatus status) {
    return switch (status) {
      case CONFIRMED -> "confirmed";
      case REJECTED -> "rejected";
      case CANCELLED -> "cancelled";
      case ATTENTION -> "attention";
      case PENDING, CANCELLING -> throw new IllegalArgumentException(status + " is no outcome");
    };
  }
}
