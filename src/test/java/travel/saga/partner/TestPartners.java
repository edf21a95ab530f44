package travel.saga.partner;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.tls.TlsConfigurationRegistry;
import java.time.Duration;
import java.util.Map;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Settings;

/** Partners with settings of a test's own; their clients need a running Quarkus. */
public final class TestPartners {
  private TestPartners() {}

  /** Where the one partner is, and nothing else is set. */
  public static Partners at(String partner, String url) {
    return with(Map.of("reservations." + partner + ".url", url));
  }

  public static Partners with(Map<String, String> settings) {
    return with(settings, new SimpleMeterRegistry());
  }

  static Partners with(Map<String, String> settings, MeterRegistry registry) {
    return new Partners(
        Settings.of(PartnersConfig.class, settings),
        Settings.of(CurrencyConfig.class, settings),
        Duration.ofSeconds(10),
        registry,
        Arc.container().select(TlsConfigurationRegistry.class).get());
  }
}
