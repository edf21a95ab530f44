package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names one reservation, everywhere: in URLs, records, events, and as the id of its workflow.
 *
 * @param value the time in ms, as 12 hexadecimal digits, so that what is written at a time lies
 *     together in a store; then a random UUID (122 random bits), so that nobody guesses another
 *     traveller's
 */
public record ReservationId(@JsonValue String value) {
  private static final int TIME_DIGITS = 12;
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReservationId {}

  public static ReservationId random() {
    String time = HexFormat.of().toHexDigits(System.currentTimeMillis(), TIME_DIGITS);
    return new ReservationId(time + '-' + UUID.randomUUID());
  }

  /** What stands before every id of that moment or later, and behind every earlier one. */
  public static ReservationId firstOf(Instant moment) {
    long millis = Math.max(0, moment.toEpochMilli());
    return new ReservationId(HexFormat.of().toHexDigits(millis, TIME_DIGITS));
  }

  /** The id that is written so; empty where none is. */
  public static Optional<ReservationId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ReservationId(text)) : Optional.empty();
  }

  /** Whose workflow has this id: it is the reservation's, or begins with it and a {@code ~}. */
  public static Optional<ReservationId> ofWorkflow(String workflowId) {
    int end = workflowId.indexOf('~');
    return parse(end < 0 ? workflowId : workflowId.substring(0, end));
  }

  /** The key of the one effect that {@code subject} (flight, car, payment) has for this trip. */
  public BookingKey key(String subject) {
    return new BookingKey(value + "-" + subject);
  }

  /** The workflow that books the trip. */
  public WorkflowId saga() {
    return new WorkflowId(value);
  }

  /** The workflow that keeps announcing an outcome after the first try failed. */
  WorkflowId notificationWorkflow(ReservationStatus outcome) {
    return new WorkflowId(value + "~notify-" + outcome.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return value;
  }
}
