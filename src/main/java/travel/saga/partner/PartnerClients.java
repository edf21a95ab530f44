package travel.saga.partner;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.concurrent.TimeUnit;
import travel.saga.reservation.SettingException;

/** Makes the HTTP clients of partners. */
final class PartnerClients {
  private final TlsConfigurationRegistry tls;

  PartnerClients(TlsConfigurationRegistry tls) {
    this.tls = tls;
  }

  /**
   * Answers every status as it is: none is thrown, no redirect is followed, nothing is repeated.
   *
   * @throws SettingException when the TLS configuration that is named is not there
   */
  PartnerApi client(PartnerSettings settings) {
    QuarkusRestClientBuilder builder =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(settings.baseUri())
            .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .followRedirects(false)
            .disableDefaultMapper(true)
            .userAgent("reservations");
    settings.token().ifPresent(token -> builder.register(bearer(token)));
    settings
        .tlsConfigurationName()
        .ifPresent(
            name ->
                builder.tlsConfiguration(
                    tls.get(name).orElseThrow(() -> noSuchTls(settings, name))));
    return builder.build(PartnerApi.class);
  }

  private static ClientRequestFilter bearer(String token) {
    return request -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token);
  }

  private static SettingException noSuchTls(PartnerSettings settings, String name) {
    return new SettingException(
        settings.named("tls-configuration-name"),
        name,
        "there is no quarkus.tls.%s: set its trust store, or correct the name.".formatted(name));
  }
}
