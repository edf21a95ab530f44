package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The business key of one effect: reservation id and subject. However often a step runs with it,
 * the effect happens once; once undone, it can never happen again.
 */
public record BookingKey(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BookingKey {}

  @Override
  public String toString() {
    return value;
  }
}
