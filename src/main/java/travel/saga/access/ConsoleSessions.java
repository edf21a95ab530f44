package travel.saga.access;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the console. A session is its own record, {@code <end>.<chance>.<signature>}, so that
 * every replica knows it and none has to remember it; it ends by its time, or with the admin token
 * that signed it.
 */
@Singleton
public class ConsoleSessions {
  /** The cookie that carries one. */
  public static final String COOKIE = "reservations_session";

  /** Where the cookie is sent, and counts. */
  public static final String PATH = "/console";

  /** Where one is opened. */
  public static final String LOGIN = PATH + "/login";

  private static final int CHANCE_BYTES = 16;
  private static final Pattern SESSION =
      Pattern.compile("([0-9]{1,12})\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final AdminToken token;
  private final AccessConfig config;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ConsoleSessions(AdminToken token, AccessConfig config, Clock clock) {
    this.token = token;
    this.config = config;
    this.clock = clock;
  }

  /** Whether there is a token that one can log in with. */
  public boolean needed() {
    return token.isSet();
  }

  /** How long a session lasts. */
  public Duration lifetime() {
    return config.consoleSession();
  }

  /** A new session for whoever has the admin token; null for anybody else. */
  public @Nullable String open(String offeredToken) {
    if (!token.matches(offeredToken)) {
      return null;
    }
    byte[] chance = new byte[CHANCE_BYTES];
    random.nextBytes(chance);
    String content =
        clock.instant().plus(lifetime()).getEpochSecond() + "." + BASE64.encodeToString(chance);
    return content + "." + signature("session", content);
  }

  boolean isOpen(String session) {
    var parts = SESSION.matcher(session);
    if (!token.isSet() || !parts.matches()) {
      return false;
    }
    int end = session.lastIndexOf('.');
    return equal(session.substring(end + 1), signature("session", session.substring(0, end)))
        && Long.parseLong(parts.group(1)) > clock.instant().getEpochSecond();
  }

  /** What a form of this session has to carry. */
  String csrfToken(String session) {
    return signature("csrf", session);
  }

  boolean isCsrfToken(String session, String offered) {
    return equal(offered, csrfToken(session));
  }

  private String signature(String purpose, String text) {
    return BASE64.encodeToString(token.sign(purpose, text));
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
