package travel.saga.partner;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import travel.saga.reservation.SettingException;

/** Makes the HTTP clients of partners. */
final class PartnerClients {
  private final TlsConfigurationRegistry tls;

  PartnerClients(TlsConfigurationRegistry tls) {
    this.tls = tls;
  }

  /**
   * Answers every status as it is: none is thrown, no redirect is followed, nothing is repeated. A
   * connection is at a call for the call's time at most, whoever waits for the answer or does not.
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
            // What the server may do for its pages is not what its partners may do to it.
            .enableCompression(false)
            .httpClientOptionsCustomizer(options -> handshakeInTime(options, settings.timeout()))
            .httpClientRequestCustomizer(request -> end(request, settings.timeout()))
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

  private static void handshakeInTime(HttpClientOptions options, Duration timeout) {
    options
        .setSslHandshakeTimeout(timeout.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /**
   * Closes the connection when the answer has not come to its end in time. The client's own time
   * limit ends with the head, and what is not read of a body it reads on, unseen: a body that never
   * ends would keep one of its connections for good.
   */
  private static void end(HttpClientRequest request, Duration timeout) {
    Vertx vertx = Vertx.currentContext().owner();
    long late = vertx.setTimer(timeout.toMillis(), timer -> request.reset());
    request
        .response()
        .onSuccess(PartnerClients::hideMediaType)
        .compose(HttpClientResponse::end)
        .onComplete(ended -> vertx.cancelTimer(late));
  }

  /** A body is read as bytes; only one that says it is multipart the client would gather whole. */
  private static void hideMediaType(HttpClientResponse response) {
    response.headers().remove(HttpHeaders.CONTENT_TYPE);
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
