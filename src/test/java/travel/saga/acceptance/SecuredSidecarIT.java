package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** TLS and a token in front of a sidecar, as Catalyst has it; what is wrong there is said. */
@Tag("dapr")
@Tag("jdk")
class SecuredSidecarIT {
  private static final String TOKEN = "the-token";

  /** Long enough for a second and a third connection. */
  private static final Duration SOME_TRIES = Duration.ofSeconds(5);

  @RegisterExtension
  final Services<DaprEngine> services =
      Services.perTest(directory -> DaprEngine.withToken(directory, TOKEN));

  private @Nullable GrpcProxy gate;

  @AfterEach
  void closeGate() {
    if (gate != null) {
      gate.close();
    }
  }

  @Test
  void booksThroughTlsWithAToken() {
    Certificate certificate = Certificate.valid(services.directory());
    ServiceProcess service =
        services.start(launch("https", gate(certificate), TOKEN, certificate.authority()));

    service.client().reserveFlight(TripRequest.to("rome")).expect(200);
  }

  @Test
  void saysThatTheTokenIsWrong() {
    Certificate certificate = Certificate.valid(services.directory());

    expectOneComplaint(
        launch("https", gate(certificate), "another", certificate.authority()),
        "the sidecar refuses the API token: set DAPR_API_TOKEN");
  }

  @Test
  void saysThatTheCertificateHasExpired() {
    Certificate certificate = Certificate.expired(services.directory());

    expectOneComplaint(
        launch("https", gate(certificate), TOKEN, certificate.authority()),
        "the sidecar's TLS certificate has expired");
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() {
    Certificate certificate = Certificate.valid(services.directory());
    Certificate another = Certificate.valid(services.directory().resolve("another"));

    expectOneComplaint(
        launch("https", gate(certificate), TOKEN, another.authority()),
        "the sidecar's TLS certificate is not trusted");
  }

  @Test
  void saysThatPlainTextMeetsTls() {
    Certificate certificate = Certificate.valid(services.directory());

    expectOneComplaint(
        launch("http", gate(certificate), TOKEN), "the endpoint does not speak plain-text gRPC");
  }

  @Test
  void saysThatTlsMeetsPlainText() {
    Certificate certificate = Certificate.valid(services.directory());
    int plain = services.engine().sidecar().grpcPort();

    expectOneComplaint(
        launch("https", plain, TOKEN, certificate.authority()),
        "the endpoint speaks plain text, not TLS");
  }

  private int gate(Certificate certificate) {
    GrpcProxy opened =
        GrpcProxy.to(services.engine().sidecar().openBareChannel(), certificate.server());
    gate = opened;
    return opened.port();
  }

  private Launch launch(String scheme, int port, String token) {
    return services
        .launch()
        .withEnvironment("DAPR_GRPC_ENDPOINT", scheme + "://localhost:" + port)
        .withEnvironment("DAPR_API_TOKEN", token);
  }

  private Launch launch(String scheme, int port, String token, Path authority) {
    return launch(scheme, port, token)
        .withEnvironment("DAPR_GRPC_TLS_CA_PATH", authority.toString());
  }

  private void expectOneComplaint(Launch launch, String reason) {
    ServiceProcess service = services.begin(launch);
    service.awaitNotReady(reason);
    await("one line about it, however often it is tried")
        .during(SOME_TRIES)
        .atMost(SOME_TRIES.plusSeconds(10))
        .until(() -> complaints(service).size() == 1);
    assertThat(complaints(service).get(0)).contains(reason).doesNotContain(TOKEN);
    service.client().reserve(TripRequest.to("rome")).expectProblem(503);
  }

  private static List<String> complaints(ServiceProcess service) {
    return service.log().stream()
        .filter(line -> line.contains("\"level\":\"WARN\"") && line.contains("WorkflowWorker"))
        .toList();
  }
}
