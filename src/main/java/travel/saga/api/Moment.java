package travel.saga.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parameter that is a point in time. */
final class Moment {
  /** RFC 3339, which wants more than ISO 8601 does, and has years of four digits. */
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

  private Moment() {}

  /**
   * @return null where nothing is said
   * @throws InvalidRequestException when it is none
   */
  static @Nullable Instant of(String parameter, @Nullable String asked) {
    if (asked == null) {
      return null;
    }
    try {
      if (FORM.matcher(asked).matches()) {
        return OffsetDateTime.parse(asked.toUpperCase(Locale.ROOT)).toInstant();
      }
    } catch (DateTimeException noSuchDay) {
      // told below
    }
    throw new InvalidRequestException(
        new Violation(parameter, "must be a time of RFC 3339, as 2026-03-01T10:00:00Z"));
  }
}
