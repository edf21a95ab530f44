package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Names one reservation, everywhere: in URLs, records, events, and as the id of its workflow.
 *
 * @param value a UUID of version 7 (RFC 9562): 74 random bits, so that nobody guesses another
 *     traveller's, behind the time, so that what is written at a time lies together in a store
 */
public record ReservationId(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReservationId {}

  public static ReservationId random() {
    UUID random = UUID.randomUUID(); // has the variant and the bits behind the version
    long time = System.currentTimeMillis() << 16;
    long version = 0x7000 | (random.getMostSignificantBits() & 0xfff);
    return new ReservationId(new UUID(time | version, random.getLeastSignificantBits()).toString());
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
