package travel.saga.partner;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import travel.saga.reservation.SettingException;

/** How one partner is reached, checked; what is only unsafe is logged. */
final class PartnerSettings {
  private static final Logger LOG = Logger.getLogger(PartnerSettings.class);
  private static final Pattern BEARER = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d+){3}|\\[(0*:)+0*1]", Pattern.CASE_INSENSITIVE);

  private final String prefix;
  private final PartnersConfig.Partner config;
  private final URI baseUri;

  /**
   * @param name of the partner, as in {@code reservations.flight}
   * @param attemptTimeout what an attempt of a step may take, this call being all that is in it
   * @throws SettingException when a setting is wrong, with the remedy
   */
  PartnerSettings(String name, PartnersConfig.Partner config, String url, Duration attemptTimeout) {
    this.prefix = "reservations." + name + ".";
    this.config = config;
    this.baseUri = baseUri(url);
    checkToken();
    checkTimes(attemptTimeout);
    checkBreaker(config.breaker());
  }

  /** Without a slash at its end. */
  URI baseUri() {
    return baseUri;
  }

  Optional<String> token() {
    return config.token();
  }

  Optional<String> tlsConfigurationName() {
    return config.tlsConfigurationName();
  }

  Duration connectTimeout() {
    return config.connectTimeout();
  }

  Duration timeout() {
    return config.timeout();
  }

  PartnersConfig.Breaker breaker() {
    return config.breaker();
  }

  /** The full name of a setting of this partner. */
  String named(String setting) {
    return prefix + setting;
  }

  private URI baseUri(String url) {
    try {
      URI uri = new URI(url.strip().replaceFirst("/+$", ""));
      if (uri.getRawUserInfo() != null) {
        throw new SettingException(
            named("url") + " has a user or a password in it: set " + named("token") + " instead.");
      }
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException unreadable) {
      // said below
    }
    // Not the value itself where it may hold a password.
    String shown = url.contains("@") ? "…" : url;
    throw new SettingException(
        named("url"),
        shown,
        "set an address such as https://air.example/v1, without a query; remove it to use the"
            + " ledger.");
  }

  private void checkToken() {
    if (config.token().isEmpty()) {
      return;
    }
    if (!BEARER.matcher(config.token().get()).matches()) {
      throw new SettingException(
          named("token")
              + " has spaces or letters that no header can hold: set it as it was given.");
    }
    if ("http".equals(baseUri.getScheme()) && !LOOPBACK.matcher(baseUri.getHost()).matches()) {
      LOG.warnf(
          "%s is sent in plain text: set %s to an https address", named("token"), named("url"));
    }
  }

  private void checkTimes(Duration attemptTimeout) {
    Duration timeout = config.timeout();
    if (isNoTime(timeout) || timeout.compareTo(attemptTimeout) >= 0) {
      throw new SettingException(
          named("timeout"),
          millis(timeout),
          "set a time longer than 0 and shorter than reservations.saga.attempt-timeout, which is "
              + millis(attemptTimeout)
              + ".");
    }
    Duration connect = config.connectTimeout();
    if (isNoTime(connect) || connect.compareTo(timeout) > 0) {
      throw new SettingException(
          named("connect-timeout"),
          millis(connect),
          "set a time longer than 0, and at most %s, which is %s."
              .formatted(named("timeout"), millis(timeout)));
    }
  }

  private void checkBreaker(PartnersConfig.Breaker breaker) {
    if (breaker.calls() < 1) {
      throw new SettingException(
          named("breaker.calls"), Integer.toString(breaker.calls()), "set 1 or more.");
    }
    if (!(breaker.failureRatio() > 0 && breaker.failureRatio() <= 1)) {
      throw new SettingException(
          named("breaker.failure-ratio"),
          Double.toString(breaker.failureRatio()),
          "set a part above 0 and at most 1, such as 0.5.");
    }
    if (isNoTime(breaker.delay())) {
      throw new SettingException(
          named("breaker.delay"), millis(breaker.delay()), "set a time longer than 0.");
    }
  }

  private static boolean isNoTime(Duration time) {
    return time.toMillis() <= 0;
  }

  private static String millis(Duration time) {
    return time.toMillis() + "ms";
  }
}
