package travel.saga.dapr;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.Retention;
import travel.saga.reservation.SettingException;

/**
 * How long the embedded engine keeps the histories of ended workflows; for ever where nothing is
 * set. The names are those of Dapr's {@code stateRetentionPolicy}, which is what a sidecar heeds.
 */
@ConfigMapping(prefix = "reservations.retention")
public interface RetentionConfig {
  Duration LONGEST = Duration.ofDays(3650);

  /** Of all ends for which nothing of their own is set. */
  Optional<Duration> anyTerminal();

  Optional<Duration> completed();

  Optional<Duration> failed();

  Optional<Duration> terminated();

  default Retention retention() {
    return new Retention(
        orForEver(anyTerminal()),
        orForEver(completed()),
        orForEver(failed()),
        orForEver(terminated()));
  }

  private static @Nullable Duration orForEver(Optional<Duration> time) {
    return time.orElse(null);
  }

  /**
   * @param least what the service needs a history for
   * @throws SettingException for a time that is shorter, or beyond all reason
   */
  default void check(Duration least) {
    check("any-terminal", anyTerminal(), least);
    check("completed", completed(), least);
    check("failed", failed(), least);
    check("terminated", terminated(), least);
  }

  private static void check(String name, Optional<Duration> set, Duration least) {
    set.filter(time -> time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0)
        .ifPresent(
            time -> {
              throw new SettingException(
                  "reservations.retention." + name,
                  time.toString(),
                  "set a time from "
                      + least.toSeconds()
                      + "s to "
                      + LONGEST.toDays()
                      + "d, or remove it to keep histories for ever.");
            });
  }
}
