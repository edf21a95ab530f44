package travel.saga.sidecar;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Redis of the system's own package, as components/README.md wants it. */
public final class Redis implements Backing {
  private final int port = Ports.free();
  private final Path directory = Directories.temporary("reservations-redis-");
  private final Part server;

  private Redis(Path program) {
    List<String> line =
        List.of(
            program.toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            "" + port,
            "--dir",
            directory.toString(),
            "--appendonly",
            "yes");
    Command command = new Command(line, Map.of(), directory.resolve("server.log"));
    this.server = new Part("Redis", command, () -> Ports.isOpen(port));
  }

  /** A server that is ready; skips the test, or fails it in CI, where none is installed. */
  public static Redis start() {
    Path program =
        Command.onPath("redis-server")
            .orElseGet(() -> Missing.component("Redis: install redis-server"));
    Redis redis = new Redis(program);
    redis.server.start();
    return redis;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("REDIS_HOST", "127.0.0.1:" + port, "REDIS_TLS", "false");
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
}
