package travel.saga.dapr;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.ReservationId;

/** Of a list in the order of ids: the last id that was looked at. */
record IdCursor(ReservationId last) implements ListCursor {
  private static final char FIRST_CHARACTER = '-';
  private static final Pattern WORDS = Pattern.compile("i[0-9A-Za-z-]{1,64}");

  /** Goes on with that id: it is longer than any that is before it. */
  static IdCursor at(ReservationId id) {
    return new IdCursor(new ReservationId(id.value() + FIRST_CHARACTER));
  }

  /**
   * @throws MalformedCursorException when it is none of these
   */
  static @Nullable IdCursor of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String words = ListCursor.wordsOf(text);
    if (!WORDS.matcher(words).matches()) {
      throw new MalformedCursorException();
    }
    return new IdCursor(new ReservationId(words.substring(1)));
  }

  @Override
  public String words() {
    return "i" + last;
  }
}
