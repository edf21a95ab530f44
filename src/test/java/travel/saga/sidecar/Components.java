package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The components of a sidecar, as files.
 *
 * @param files contents by file name
 * @param environment what the files take from the sidecar's environment
 * @param configuration of the sidecar; the project's own if null
 */
public record Components(
    Map<String, String> files, Map<String, String> environment, @Nullable String configuration) {
  private static final Path PROJECTS = Path.of("components");
  private static final Path CONFIGURATION = PROJECTS.resolve("config.yaml").toAbsolutePath();
  private static final String STATE_STORE =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: statestore
      spec:
        type: state.sqlite
        version: v1
        metadata:
          - {name: connectionString, value: "%s"}
          - {name: actorStateStore, value: "true"}
          - {name: busyTimeout, value: 30s}
      """;
  private static final String PUBSUB =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: pubsub
      spec:
        type: pubsub.in-memory
        version: v1
      """;

  private static final String LASTING_PUBSUB =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: pubsub
      spec:
        type: pubsub.redis
        version: v1
        metadata:
          - {name: redisHost, envRef: REDIS_HOST}
          - {name: processingTimeout, value: 2s}
          - {name: redeliverInterval, value: 1s}
      """;

  private Components(Map<String, String> files, Map<String, String> environment) {
    this(files, environment, null);
  }

  /** State in a SQLite file, events in a broker that keeps them for whoever is away. */
  public static Components lasting(Path stateFile, Redis broker) {
    return new Components(
        Map.of("statestore.yaml", STATE_STORE.formatted(stateFile), "pubsub.yaml", LASTING_PUBSUB),
        broker.environment());
  }

  /** State in a SQLite file, events in the sidecar's memory. */
  public static Components local(Path stateFile) {
    return new Components(
        Map.of("statestore.yaml", STATE_STORE.formatted(stateFile), "pubsub.yaml", PUBSUB),
        Map.of());
  }

  /** A directory of {@code components/} as it is. */
  public static Components of(String directory) {
    try (Stream<Path> files = Files.list(PROJECTS.resolve(directory))) {
      return new Components(
          files.collect(Collectors.toMap(file -> file.getFileName().toString(), Components::read)),
          Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state store of a directory of {@code components/}, and events in memory. */
  public static Components stateStoreOf(String directory) {
    Path file = PROJECTS.resolve(directory).resolve("statestore.yaml");
    return new Components(Map.of("statestore.yaml", read(file), "pubsub.yaml", PUBSUB), Map.of());
  }

  /** State in PostgreSQL, as the project's own component file has it; events in memory. */
  public static Components postgres(Postgres postgres) {
    return stateStoreOf("postgres-kafka").withEnvironment(postgres.environment());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Components withEnvironment(Map<String, String> values) {
    Map<String, String> more = new HashMap<>(environment);
    more.putAll(values);
    return new Components(files, Map.copyOf(more), configuration);
  }

  /** Another configuration of the sidecar than the project's. */
  public Components withConfiguration(String yaml) {
    return new Components(files, environment, yaml);
  }

  Path writeConfigurationTo(Path directory) {
    return configuration == null
        ? CONFIGURATION
        : write(directory.resolve("config.yaml"), configuration);
  }

  Path writeTo(Path directory) {
    files.forEach((name, content) -> write(directory.resolve(name), content));
    return directory;
  }

  private static Path write(Path file, String content) {
    try {
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
