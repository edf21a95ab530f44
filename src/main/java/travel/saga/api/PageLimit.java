package travel.saga.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a page may have.
 *
 * @param usual where nothing is said
 */
record PageLimit(int usual, int longest) {
  static final PageLimit LIST = new PageLimit(50, 200);
  static final PageLimit HISTORY = new PageLimit(500, 1000);

  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

  /**
   * @throws InvalidRequestException when it is not within bounds
   */
  static int of(@Nullable String asked, PageLimit bounds) {
    if (asked == null) {
      return bounds.usual;
    }
    int number = DIGITS.matcher(asked).matches() ? Integer.parseInt(asked) : 0;
    if (number < 1 || number > bounds.longest) {
      throw new InvalidRequestException(
          new Violation("limit", "must be a whole number from 1 to " + bounds.longest));
    }
    return number;
  }
}
