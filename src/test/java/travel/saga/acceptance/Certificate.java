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
import java.util.Base64;

/** A certificate for localhost that has signed itself, and its key. */
record Certificate(Path chain, Path key) {
  private static final String PASSWORD = "changeit";

  static Certificate valid(Path directory) {
    return make(directory.resolve("valid"), "-1d", 30);
  }

  static Certificate expired(Path directory) {
    return make(directory.resolve("expired"), "-10d", 5);
  }

  private static Certificate make(Path directory, String start, int days) {
    Path store = directory.resolve("store.p12");
    Certificate made =
        new Certificate(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
    try {
      Files.createDirectories(directory);
      String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      run(
          directory,
          keytool,
          "-genkeypair",
          "-alias",
          "sidecar",
          "-keyalg",
          "EC",
          "-dname",
          "CN=localhost",
          "-ext",
          "SAN=dns:localhost,ip:127.0.0.1",
          "-ext",
          "BC=ca:true",
          "-startdate",
          start,
          "-validity",
          Integer.toString(days),
          "-keystore",
          store.toString(),
          "-storepass",
          PASSWORD,
          "-storetype",
          "PKCS12");
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      write(made.chain, "CERTIFICATE", keys.getCertificate("sidecar").getEncoded());
      write(made.key, "PRIVATE KEY", keys.getKey("sidecar", PASSWORD.toCharArray()).getEncoded());
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(Path directory, String... command) throws IOException {
    Path log = directory.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor()).as(Files.readString(log)).isZero();
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
