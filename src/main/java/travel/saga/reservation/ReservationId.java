package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/**
 * Names one reservation, everywhere: in URLs, records, events, and as the id of its workflow.
 *
 * @param value a UUID of version 7 (RFC 9562): it begins with the time, so that the ids of one hour
 *     lie side by side in every index; its 74 random bits let nobody guess another traveller's
 */
public record ReservationId(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReservationId {}

  /** One that was never there before. */
  public static ReservationId next(Instant now) {
    UUID random = UUID.randomUUID();
    long timeAndVersion = now.toEpochMilli() << 16 | 0x7000;
    long first = timeAndVersion | (random.getMostSignificantBits() & 0x0FFF);
    return new ReservationId(new UUID(first, random.getLeastSignificantBits()).toString());
  }

  /** The key of the one effect that {@code subject} (flight, car, payment) has for this trip. */
  public BookingKey key(String subject) {
    return new BookingKey(value + "-" + subject);
  }

  /** The id of the workflow that keeps announcing the outcome after the first try failed. */
  public String notificationWorkflow() {
    return value + "~notify";
  }

  @Override
  public String toString() {
    return value;
  }
}
