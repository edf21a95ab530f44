package travel.saga.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A time as pages show it: for machines, and for people. */
record UtcTime(Instant instant) {
  private static final DateTimeFormatter TEXT = format("yyyy-MM-dd HH:mm:ss 'UTC'");
  private static final DateTimeFormatter PRECISE = format("yyyy-MM-dd HH:mm:ss.SSS 'UTC'");

  static @Nullable UtcTime orNull(@Nullable Instant instant) {
    return instant == null ? null : new UtcTime(instant);
  }

  /** HTML knows no parts of a millisecond. */
  public String machine() {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public String text() {
    return TEXT.format(instant);
  }

  /** For what may follow within the same second. */
  public String precise() {
    return PRECISE.format(instant);
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
