package travel.saga.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server of the system's own package on a loopback port. Its data is in a directory of
 * its own, since root does not run it, and who does may not enter the directories of tests.
 */
public final class Postgres implements Backing {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  /** Who runs the server where root must not. */
  private static final String OWNER = "postgres";

  private final Path bin;
  private final Path directory;
  private final int port = Ports.free();
  private final Part server;

  private Postgres(Path bin, Path directory) {
    this.bin = bin;
    this.directory = directory;
    List<String> line =
        asOwner(
            program("postgres"),
            "-D",
            directory.resolve("data").toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=" + directory,
            "-c",
            "max_connections=200");
    Command command = new Command(line, Map.of(), directory.resolve("server.log"), directory);
    this.server = new Part("PostgreSQL", command, this::isReady);
  }

  /** A server that is ready; skips the test, or fails it in CI, where none is installed. */
  public static Postgres start() {
    Path bin = installed().orElseGet(() -> Missing.component("PostgreSQL: install postgresql"));
    Postgres postgres = new Postgres(bin, Directories.temporary("reservations-postgres-"));
    postgres.create();
    postgres.server.start();
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
        complete(List.of("chown", OWNER, directory.toString()));
      }
      String data = directory.resolve("data").toString();
      complete(asOwner(program("initdb"), "-D", data, "-U", "saga", "-A", "trust", "-N"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void complete(List<String> line) {
    assertThat(command(line).succeeds()).as("success of %s", line).isTrue();
  }

  private boolean isReady() {
    return command(List.of(program("pg_isready"), "-h", "127.0.0.1", "-p", "" + port)).run() == 0;
  }

  private Command command(List<String> line) {
    return new Command(line, Map.of(), directory.resolve("commands.log"), directory);
  }

  private String program(String name) {
    return bin.resolve(name).toString();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "POSTGRES_CONNECTION_STRING",
        "host=127.0.0.1 port=" + port + " user=saga dbname=postgres sslmode=disable");
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=saga";
  }

  @Override
  public String logTail() {
    return server.logTail();
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
}
