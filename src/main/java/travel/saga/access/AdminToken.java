package travel.saga.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;
import travel.saga.reservation.EngineMode;
import travel.saga.reservation.SettingException;

/** The operator's secret. It is compared and signed with, and never handed out. */
@Singleton
class AdminToken {
  private static final Logger LOG = Logger.getLogger(AdminToken.class);
  private static final String SETTING = "RESERVATIONS_ADMIN_TOKEN";
  private static final int SHORTEST = 16;

  /** As a text of hexadecimal digits it has 128 bits, which nobody guesses. */
  private static final int LONG_ENOUGH = 32;

  private static final int CHANCE_BYTES = 32;

  /** What a bearer token is made of (RFC 6750, b64token). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Duration LONGEST_SESSION = Duration.ofDays(30);

  private final int length;
  private final byte[] digest;
  private final SecretKeySpec key;
  private final boolean embedded;

  AdminToken(AccessConfig config, EngineMode engine) {
    Optional<String> token = config.adminToken();
    token.ifPresent(AdminToken::check);
    check(config.consoleSession());
    byte[] secret =
        token.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElseGet(this::chance);
    this.length = token.map(String::length).orElse(0);
    this.digest = sha256(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.embedded = engine.embedded();
  }

  /** A setting that cannot be worked with stops the start, not the first call. */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent start) {
    if (!isSet() && !embedded) {
      LOG.infof("Operator calls are closed: set %s to open them", SETTING);
    }
    if (isSet() && length < LONG_ENOUGH) {
      LOG.warnf(
          "%s has %d characters, and whoever guesses it is an operator: set a random one of %d or"
              + " more, such as openssl rand -hex 32 prints",
          SETTING, length, LONG_ENOUGH);
    }
  }

  boolean isSet() {
    return length > 0;
  }

  /** In a time that does not depend on how much of it is right. */
  boolean matches(String offered) {
    return isSet()
        && MessageDigest.isEqual(digest, sha256(offered.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A signature that only this token gives; where none is set, only this process.
   *
   * @param purpose keeps what is signed for one thing from being used for another
   */
  byte[] sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal((purpose + '\n' + text).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  private byte[] chance() {
    byte[] bytes = new byte[CHANCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static void check(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new SettingException(
          SETTING
              + " has a character that no bearer token can have: set letters, digits and . _ ~ + /"
              + " - alone, with = at the end, and no line break behind them.");
    }
    if (token.length() < SHORTEST) {
      throw new SettingException(
          SETTING
              + " has "
              + token.length()
              + " characters: set a random one of "
              + SHORTEST
              + " or more, such as openssl rand -hex 32 prints.");
    }
  }

  private static void check(Duration session) {
    if (session.compareTo(Duration.ofMinutes(1)) < 0 || session.compareTo(LONGEST_SESSION) > 0) {
      throw new SettingException(
          "reservations.console.session", session.toString(), "set a time from 1m to 30d.");
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "AdminToken[" + (isSet() ? "set" : "not set") + "]";
  }
}
