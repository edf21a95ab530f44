package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
  private static final String SECRET_HOST = "sidecar.internal/10.1.2.3:50001";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Status.UNAUTHENTICATED, "DAPR_API_TOKEN"),
        Arguments.of(Status.PERMISSION_DENIED, "DAPR_API_TOKEN"),
        Arguments.of(Status.UNIMPLEMENTED, "no Dapr workflows"),
        Arguments.of(Status.UNAVAILABLE, "is away"),
        Arguments.of(Status.DEADLINE_EXCEEDED, "does not answer"),
        Arguments.of(Status.OK, "ended the stream"),
        Arguments.of(Status.INTERNAL, "answers INTERNAL"),
        Arguments.of(away(new ConnectException(SECRET_HOST)), "nobody listens"),
        Arguments.of(away(new UnknownHostException(SECRET_HOST)), "is not known"),
        Arguments.of(
            away(handshake(new CertificateExpiredException("NotAfter: yesterday"))), "expired"),
        Arguments.of(
            away(handshake(new CertPathBuilderException("unable to find path"))),
            "DAPR_GRPC_TLS_CA_PATH"),
        Arguments.of(
            away(handshake(new CertificateException("No name matching localhost found"))),
            "not made for the host"),
        Arguments.of(
            away(handshake(new CertPathValidatorException("signature check failed"))),
            "not trusted"),
        Arguments.of(away(handshake(new IllegalStateException("bad record"))), "TLS handshake"),
        Arguments.of(away(new NotSslRecordException()), "http://"),
        Arguments.of(
            away(new IllegalStateException("First received frame was not SETTINGS. Hex dump: 15")),
            "https://"),
        Arguments.of(
            Status.UNAVAILABLE.withDescription("Network closed for unknown reason"), "https://"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysInOneSentenceWhatToMendAndNamesNoHost(Status status, String words) {
    assertThat(Diagnosis.of(status)).contains(words).doesNotContain("10.1.2.3", "internal/");
    assertThat(Diagnosis.of(status).lines()).hasSize(1);
  }

  private static Status away(Throwable cause) {
    return Status.UNAVAILABLE
        .withDescription("io exception")
        .withCause(new java.io.IOException(SECRET_HOST, cause));
  }

  private static SSLHandshakeException handshake(Throwable cause) {
    SSLHandshakeException failed = new SSLHandshakeException("handshake with " + SECRET_HOST);
    failed.initCause(cause);
    return failed;
  }

  /** Named like Netty's. */
  private static final class NotSslRecordException extends SSLHandshakeException {
    private static final long serialVersionUID = 1;

    NotSslRecordException() {
      super("not an SSL/TLS record");
    }
  }
}
