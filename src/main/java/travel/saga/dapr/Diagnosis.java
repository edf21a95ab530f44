package travel.saga.dapr;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a call to the sidecar failed, for whoever has to mend it: one sentence, and no address, for
 * readiness shows it to everyone.
 */
final class Diagnosis {
  private Diagnosis() {}

  static String of(Status status) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "the sidecar refuses the API token: set DAPR_API_TOKEN to the one it expects";
      case UNIMPLEMENTED ->
          "the endpoint serves no Dapr workflows: point DAPR_GRPC_ENDPOINT at a sidecar of Dapr"
              + " 1.17 or later";
      default -> ofTransport(status).orElseGet(() -> plain(status));
    };
  }

  private static Optional<String> ofTransport(Status status) {
    return Stream.of(ofCertificate(status), ofProtocol(status), ofNetwork(status))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> ofCertificate(Status status) {
    if (hasCause(status, CertificateExpiredException.class::isInstance)) {
      return Optional.of("the sidecar's TLS certificate has expired: renew it");
    }
    if (hasCause(status, CertPathBuilderException.class::isInstance)
        || hasCause(status, CertPathValidatorException.class::isInstance)) {
      return Optional.of(
          "the sidecar's TLS certificate is not trusted: set DAPR_GRPC_TLS_CA_PATH to the"
              + " certificate of its authority");
    }
    return causes(status)
        .filter(CertificateException.class::isInstance)
        .findFirst()
        .map(
            cause ->
                "the sidecar's TLS certificate is not made for the host in DAPR_GRPC_ENDPOINT");
  }

  /** Netty's own class is not named here, so that the shaded transport would do as well. */
  private static Optional<String> ofProtocol(Status status) {
    if (hasCause(
        status, cause -> cause.getClass().getSimpleName().equals("NotSslRecordException"))) {
      return Optional.of(
          "the endpoint speaks plain text, not TLS: write http:// in DAPR_GRPC_ENDPOINT");
    }
    if (hasCause(status, cause -> says(cause, "First received frame was not SETTINGS"))
        || says(status, "Network closed for unknown reason")) {
      return Optional.of(
          "the endpoint does not speak plain-text gRPC: where it has TLS, write https:// in"
              + " DAPR_GRPC_ENDPOINT");
    }
    return causes(status)
        .filter(SSLException.class::isInstance)
        .findFirst()
        .map(cause -> "the TLS handshake with the sidecar fails");
  }

  private static Optional<String> ofNetwork(Status status) {
    if (hasCause(status, ConnectException.class::isInstance)) {
      return Optional.of("nobody listens at the sidecar's address");
    }
    if (hasCause(status, UnknownHostException.class::isInstance)) {
      return Optional.of("the host in DAPR_GRPC_ENDPOINT is not known");
    }
    return Optional.empty();
  }

  /** What the sidecar says itself is left to the log: it may name hosts. */
  private static String plain(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE -> "the sidecar is away";
      case DEADLINE_EXCEEDED -> "the sidecar does not answer";
      case OK -> "the sidecar ended the stream";
      default -> "the sidecar answers " + status.getCode();
    };
  }

  private static boolean hasCause(Status status, Predicate<Throwable> wanted) {
    return causes(status).anyMatch(wanted);
  }

  private static Stream<Throwable> causes(Status status) {
    return Stream.iterate(status.getCause(), Objects::nonNull, Throwable::getCause);
  }

  private static boolean says(Throwable cause, String words) {
    return cause.getMessage() != null && cause.getMessage().contains(words);
  }

  private static boolean says(Status status, String words) {
    return status.getDescription() != null && status.getDescription().contains(words);
  }
}
