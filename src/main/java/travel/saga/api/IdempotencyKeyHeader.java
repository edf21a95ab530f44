package travel.saga.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import travel.saga.reservation.IdempotencyKey;

/**
 * Reads {@code Idempotency-Key}: 1–255 visible ASCII characters. The quoted form of the IETF draft
 * (a string of RFC 8941) is read as the text between its quotes, so {@code "k-1"} and {@code k-1}
 * are one key.
 */
final class IdempotencyKeyHeader {
  static final String NAME = "Idempotency-Key";

  /**
   * Who a key belongs to. Callers are not told apart yet: once they are, their identity goes here,
   * so that nobody answers with another caller's reservation.
   */
  private static final String CALLER = "anybody";

  /** Characters of the longest key, each of them escaped, and the quotes. */
  private static final int LONGEST_QUOTED = 512;

  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]++|\\\\[\"\\\\])*+)\"");
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

  private IdempotencyKeyHeader() {}

  /**
   * @throws InvalidRequestException when it is there but no such key
   */
  static Optional<IdempotencyKey> of(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    String key = unquoted(headers.get(0).strip());
    if (headers.size() > 1 || !VISIBLE.matcher(key).matches()) {
      throw new InvalidRequestException(
          new Violation(NAME, "must be one key of 1 to 255 visible ASCII characters"));
    }
    return Optional.of(new IdempotencyKey(CALLER, key));
  }

  private static String unquoted(String value) {
    if (value.length() > LONGEST_QUOTED) {
      return value;
    }
    var quoted = QUOTED.matcher(value);
    return quoted.matches() ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : value;
  }
}
