package travel.saga.partner;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Prices;
import travel.saga.reservation.SettingException;

/**
 * The partners that are called over HTTP, as configured: each is empty where it has no URL. Throws
 * {@link SettingException} where one cannot be called as it is set.
 */
@Singleton
public final class Partners {
  private final PartnersConfig config;
  private final CurrencyConfig currency;
  private final Duration attemptTimeout;
  private final MeterRegistry registry;
  private final PartnerClients clients;

  public Partners(
      PartnersConfig config,
      CurrencyConfig currency,
      @ConfigProperty(name = "reservations.saga.attempt-timeout") Duration attemptTimeout,
      MeterRegistry registry,
      TlsConfigurationRegistry tls) {
    this.config = config;
    this.currency = currency;
    this.attemptTimeout = attemptTimeout;
    this.registry = registry;
    this.clients = new PartnerClients(tls);
  }

  public Optional<PartnerHolds> flight() {
    return calls("flight", config.flight()).map(this::holds);
  }

  public Optional<PartnerHolds> car() {
    return calls("car", config.car()).map(this::holds);
  }

  public Optional<PartnerCharges> payment() {
    return calls("payment", config.payment()).map(PartnerCharges::new);
  }

  private PartnerHolds holds(PartnerCalls calls) {
    return new PartnerHolds(calls, new Prices(currency));
  }

  private Optional<PartnerCalls> calls(String name, PartnersConfig.Partner partner) {
    return partner
        .url()
        .map(url -> calls(name, new PartnerSettings(name, partner, url, attemptTimeout)));
  }

  private PartnerCalls calls(String name, PartnerSettings settings) {
    var breaker = new PartnerBreaker(name, settings, new PartnerMeters(registry, name));
    return new PartnerCalls(name, settings, clients.client(settings), breaker);
  }
}
