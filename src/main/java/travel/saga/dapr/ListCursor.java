package travel.saga.dapr;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import travel.saga.reservation.MalformedCursorException;

/**
 * Where a list of reservations goes on. Callers are to keep it as it is, so it is told in a form
 * that invites nobody to read it; what comes back is checked all the same, for it comes from the
 * outside.
 */
sealed interface ListCursor permits IdCursor, LogCursor {
  /** Characters; the longest that is given out has fewer. */
  int LONGEST = 400;

  /** What it says, in its own words. */
  String words();

  default String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(words().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws MalformedCursorException when no cursor has this text
   */
  static String wordsOf(String text) {
    if (text.length() > LONGEST) {
      throw new MalformedCursorException();
    }
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedCursorException();
    }
  }
}
