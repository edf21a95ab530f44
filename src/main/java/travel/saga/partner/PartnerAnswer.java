package travel.saga.partner;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.WireFormat;

/**
 * What a partner answered, and what that means: done, refused, or a fault. The table is in
 * docs/partners.md.
 *
 * @param body the JSON; missing where there was none, or none that can be read
 * @param page the body is a page for people, so that it is not the partner's API that answers
 */
record PartnerAnswer(int status, JsonNode body, boolean page) {
  /** More than any answer of the protocol needs. */
  static final int BODY_LIMIT = 16 * 1024;

  private static final Set<Integer> DONE = Set.of(200, 201, 204);
  private static final Set<Integer> TRY_AGAIN = Set.of(408, 425, 429);
  private static final Set<Integer> UNAUTHORIZED = Set.of(401, 407);
  private static final int FORBIDDEN = 403;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int LONGEST_DETAIL = 300;
  private static final ObjectReader STRICT =
      WireFormat.MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Reads no more than {@link #BODY_LIMIT}, whatever is sent. */
  static PartnerAnswer of(Response response) throws IOException {
    try (InputStream stream = response.readEntity(InputStream.class)) {
      byte[] bytes = stream == null ? new byte[0] : stream.readNBytes(BODY_LIMIT + 1);
      return of(response.getStatus(), bytes);
    }
  }

  static PartnerAnswer of(int status, byte[] bytes) {
    return new PartnerAnswer(status, json(bytes), isPage(bytes));
  }

  /** No page says so, whatever its status: a cancel that a login page answers is not done. */
  boolean isDone() {
    return DONE.contains(status) && !page;
  }

  /** A 403 is one only where the partner says why: without a word it is meant for us. */
  boolean isRefused() {
    return status >= 400
        && status < 500
        && !TRY_AGAIN.contains(status)
        && !UNAUTHORIZED.contains(status)
        && (status != FORBIDDEN || code().isPresent());
  }

  /** The partner's own code, where there is one that can be passed on. */
  Optional<String> code() {
    return Optional.ofNullable(body.path("code").textValue())
        .filter(code -> CODE.matcher(code).matches());
  }

  /**
   * @param partner its name, for the sentence where it has none of its own
   */
  Refusal refusal(String partner) {
    return new Refusal(
        code().orElse("refused"), detail().orElse("The " + partner + " partner refused."));
  }

  /** The rest of a sentence that begins with the partner. */
  String fault(PartnerSettings settings) {
    if (UNAUTHORIZED.contains(status) || status == FORBIDDEN) {
      return "refuses our credentials (%d): set %s to the one it expects"
          .formatted(status, settings.named("token"));
    }
    if (status >= 300 && status < 400) {
      return "answered %d, and redirects are not followed: set %s to where it is"
          .formatted(status, settings.named("url"));
    }
    return DONE.contains(status)
        ? "answered %d with a page in place of JSON: set %s to where it is"
            .formatted(status, settings.named("url"))
        : "answered " + status;
  }

  private Optional<String> detail() {
    return Optional.ofNullable(body.path("detail").textValue())
        .map(detail -> detail.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip())
        .filter(detail -> !detail.isEmpty())
        .map(PartnerAnswer::cut);
  }

  private static String cut(String detail) {
    return detail.codePointCount(0, detail.length()) <= LONGEST_DETAIL
        ? detail
        : detail.substring(0, detail.offsetByCodePoints(0, LONGEST_DETAIL - 1)) + "…";
  }

  /** HTML or XML; JSON begins otherwise. */
  private static boolean isPage(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8)
        .replace("\uFEFF", "")
        .stripLeading()
        .startsWith("<");
  }

  private static JsonNode json(byte[] bytes) {
    if (bytes.length > BODY_LIMIT) {
      return MissingNode.getInstance();
    }
    try {
      return STRICT.readTree(bytes);
    } catch (IOException unreadable) { // JSON that is none, or text that is none
      return MissingNode.getInstance();
    }
  }
}
