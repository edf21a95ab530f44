package travel.saga.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How long something took, in the two units that matter. */
final class Elapsed {
  private static final int SECOND = 1_000;
  private static final int TEN_SECONDS = 10_000;

  private Elapsed() {}

  static String between(Instant from, Instant to) {
    return text(Duration.between(from, to));
  }

  /** Rounded down; clocks that disagree make no time go backwards. */
  static String text(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < TEN_SECONDS) {
      return String.format(Locale.ROOT, "%d.%02d s", millis / SECOND, millis % SECOND / 10);
    }
    if (duration.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%d.%d s", millis / SECOND, millis % SECOND / 100);
    }
    if (duration.toHours() == 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toDays() == 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toDays() + " d " + duration.toHoursPart() + " h";
  }
}
