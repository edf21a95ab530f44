package travel.saga.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.SettingException;
import travel.saga.reservation.Settings;

class PartnerSettingsTest {
  private static final String URL = "https://air.example/v1";

  @ParameterizedTest
  @CsvSource({
    "https://air.example, https://air.example",
    "https://air.example/, https://air.example",
    "'  http://127.0.0.1:5005/flight// ', http://127.0.0.1:5005/flight",
    "http://[::1]:5005/flight, http://[::1]:5005/flight",
  })
  void takesAnAddressWithOrWithoutAPath(String url, String baseUri) {
    assertThat(settings(url, Map.of()).baseUri()).hasToString(baseUri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "air.example",
        "air.example:443/v1",
        "/v1",
        "ftp://air.example",
        "HTTPS ://air.example",
        "https://",
        "https:///v1",
        "https://air.example/v1?key=1",
        "https://air.example/v1#there",
        "https://air_example/v1 x",
        "http://air.example:port/"
      })
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> settings(url, Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "reservations.flight.url is \"%s\": set an address such as https://air.example/v1,"
                + " without a query; remove it to use the ledger.",
            url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:secret@air.example/v1",
        "https://secret@air.example/v1",
        "https://me:secret@air example/v1",
        "me:secret@air.example"
      })
  void neverShowsAPasswordThatIsInTheAddress(String url) {
    assertThatThrownBy(() -> settings(url, Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("reservations.flight.url ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void neverShowsATokenThatCannotBeSent() {
    assertThatThrownBy(() -> settings(URL, Map.of("token", "sec ret")))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "reservations.flight.token has spaces or letters that no header can hold:"
                + " set it as it was given.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout | 10s | reservations.flight.timeout is \"10000ms\": set a time longer than 0 and"
            + " shorter than reservations.saga.attempt-timeout, which is 10000ms.",
        "timeout | 0s | reservations.flight.timeout is \"0ms\": set a time longer than 0 and"
            + " shorter than reservations.saga.attempt-timeout, which is 10000ms.",
        "connect-timeout | 6s | reservations.flight.connect-timeout is \"6000ms\": set a time"
            + " longer than 0, and at most reservations.flight.timeout, which is 5000ms.",
        "breaker.calls | 0 | reservations.flight.breaker.calls is \"0\": set 1 or more.",
        "breaker.failure-ratio | 0 | reservations.flight.breaker.failure-ratio is \"0.0\":"
            + " set a part above 0 and at most 1, such as 0.5.",
        "breaker.failure-ratio | NaN | reservations.flight.breaker.failure-ratio is \"NaN\":"
            + " set a part above 0 and at most 1, such as 0.5.",
        "breaker.delay | -1s | reservations.flight.breaker.delay is \"-1000ms\":"
            + " set a time longer than 0.",
      })
  void saysWhatIsWrong(String setting, String value, String sentence) {
    assertThatThrownBy(() -> settings(URL, Map.of(setting, value)))
        .isInstanceOf(SettingException.class)
        .hasMessage(sentence);
  }

  private static PartnerSettings settings(String url, Map<String, String> more) {
    var all = new java.util.HashMap<String, String>();
    more.forEach((name, value) -> all.put("reservations.flight." + name, value));
    var config = Settings.of(PartnersConfig.class, all).flight();
    return new PartnerSettings("flight", config, url, Duration.ofSeconds(10));
  }
}
