package travel.saga.api;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller prefers (RFC 7240). Preferences that are unknown or malformed are ignored, as the
 * RFC has it, and a longer wait than {@link #LONGEST} is cut to it: what was granted is in {@code
 * Preference-Applied}.
 *
 * @param patience how long to wait for the outcome; {@code respond-async} alone means not at all
 * @param applied the value of {@code Preference-Applied}
 */
record Prefer(Optional<Duration> patience, Optional<String> applied) {
  static final Duration LONGEST = Duration.ofSeconds(100);

  /** Characters; nobody has that much to prefer. */
  private static final int LONGEST_HEADER = 1024;

  /** One preference up to the comma behind it; a comma within quotes belongs to it. */
  private static final Pattern PREFERENCE =
      Pattern.compile("(?:[^,\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")++");

  private static final Pattern WAIT =
      Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  static Prefer of(List<String> headers) {
    List<String> preferences = split(headers);
    Optional<Long> seconds =
        preferences.stream()
            .filter(p -> p.toLowerCase(Locale.ROOT).startsWith("wait"))
            .map(WAIT::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .map(found -> Math.min(Long.parseLong(found.group(1)), LONGEST.toSeconds()));
    if (seconds.isPresent()) {
      return new Prefer(
          seconds.map(Duration::ofSeconds), seconds.map(granted -> "wait=" + granted));
    }
    return preferences.stream().anyMatch("respond-async"::equalsIgnoreCase)
        ? new Prefer(Optional.of(Duration.ZERO), Optional.of("respond-async"))
        : new Prefer(Optional.empty(), Optional.empty());
  }

  /** Ends the answer, and tells in it what was granted. */
  Response tellIn(Response.ResponseBuilder answer) {
    applied.ifPresent(granted -> answer.header("Preference-Applied", granted));
    return answer.build();
  }

  private static List<String> split(List<String> headers) {
    List<String> preferences = new ArrayList<>();
    for (String header : headers) {
      if (header.length() > LONGEST_HEADER) {
        continue;
      }
      Matcher matcher = PREFERENCE.matcher(header);
      while (matcher.find()) {
        preferences.add(matcher.group().strip());
      }
    }
    return preferences;
  }
}
