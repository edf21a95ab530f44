package travel.saga.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server of the system's own package on a loopback port. Its data is in a directory of
 * its own, since root does not run it, and who does may not enter the directories of tests.
 */
public final class Postgres implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  /** Who runs the server where root must not. */
  private static final String OWNER = "postgres";

  private final Path bin;
  private final Path directory;
  private final int port = Ports.free();
  private final Command server;

  private Postgres(Path bin, Path directory) {
    this.bin = bin;
    this.directory = directory;
    this.server =
        new Command(
            asOwner(
                bin.resolve("postgres").toString(),
                "-D",
                directory.resolve("data").toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=" + directory,
                "-c",
                "max_connections=200"),
            Map.of(),
            directory.resolve("server.log"));
  }

  /** A server that is ready; skips the test, or fails it in CI, where none is installed. */
  public static Postgres start() {
    Path bin = installed().orElseGet(() -> Missing.component("PostgreSQL: install postgresql"));
    Postgres postgres = new Postgres(bin, Directories.temporary("reservations-postgres-"));
    postgres.create();
    postgres.server.start();
    await("PostgreSQL to be ready")
        .atMost(Duration.ofSeconds(60))
        .until(() -> postgres.run("pg_isready", "-h", "127.0.0.1", "-p", "" + postgres.port) == 0);
    return postgres;
  }

  private static Optional<Path> installed() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (var versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create() {
    try {
      if (isRoot()) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run(List.of("chown", OWNER, directory.toString()))).isZero();
      }
      assertThat(
              run(
                  asOwner(
                      bin.resolve("initdb").toString(),
                      "-D",
                      directory.resolve("data").toString(),
                      "-U",
                      "saga",
                      "-A",
                      "trust",
                      "-N")))
          .as("initdb")
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String connectionString() {
    return "host=127.0.0.1 port=" + port + " user=saga dbname=postgres sslmode=disable";
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=saga";
  }

  @Override
  public void close() {
    server.close();
    Directories.delete(directory);
  }

  private static List<String> asOwner(String... command) {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
    }
    line.addAll(List.of(command));
    return line;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private int run(String program, String... arguments) {
    List<String> line = new ArrayList<>(List.of(bin.resolve(program).toString()));
    line.addAll(List.of(arguments));
    return run(line);
  }

  private int run(List<String> line) {
    try {
      return new ProcessBuilder(line)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(
              ProcessBuilder.Redirect.appendTo(directory.resolve("commands.log").toFile()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
