package travel.saga.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A time as pages show it: for machines, and for people. */
record UtcTime(Instant instant) {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static @Nullable UtcTime orNull(@Nullable Instant instant) {
    return instant == null ? null : new UtcTime(instant);
  }

  public String machine() {
    return instant.toString();
  }

  public String text() {
    return TEXT.format(instant);
  }
}
