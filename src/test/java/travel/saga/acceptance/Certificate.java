package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for localhost, signed by an authority of its own.
 *
 * @param authority what a client has to trust
 */
record Certificate(Path authority, Path chain, Path key) {
  private static final String PASSWORD = "changeit";

  static Certificate valid(Path directory) {
    return make(directory.resolve("valid"), "-1d", 30);
  }

  static Certificate expired(Path directory) {
    return make(directory.resolve("expired"), "-10d", 5);
  }

  private static Certificate make(Path directory, String start, int days) {
    Certificate made =
        new Certificate(
            directory.resolve("authority.pem"),
            directory.resolve("certificate.pem"),
            directory.resolve("key.pem"));
    try {
      Files.createDirectories(directory);
      generate(directory, "authority", "CN=test authority", "-ext", "BC=ca:true");
      String[] signed = {
        "-signer",
        "authority",
        "-startdate",
        start,
        "-validity",
        Integer.toString(days),
        "-ext",
        "SAN=dns:localhost"
      };
      generate(directory, "sidecar", "CN=localhost", signed);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(directory.resolve("store.p12"))) {
        keys.load(in, PASSWORD.toCharArray());
      }
      write(made.authority, "CERTIFICATE", keys.getCertificate("authority").getEncoded());
      write(made.chain, "CERTIFICATE", keys.getCertificateChain("sidecar")[0].getEncoded());
      write(made.key, "PRIVATE KEY", keys.getKey("sidecar", PASSWORD.toCharArray()).getEncoded());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void generate(Path directory, String alias, String name, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                name,
                "-keystore",
                directory.resolve("store.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
    command.addAll(List.of(more));
    Path log = directory.resolve(alias + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      int exit = process.waitFor();
      assertThat(exit).as(Files.readString(log)).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void write(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  ServerCredentials server() {
    try {
      return TlsServerCredentials.create(chain.toFile(), key.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
