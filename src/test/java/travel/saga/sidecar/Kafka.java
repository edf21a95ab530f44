package travel.saga.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** One Kafka broker without ZooKeeper, from Maven's artifacts. */
public final class Kafka implements Backing {
  private static final Path ARTIFACTS = Path.of("src", "test", "kafka", "pom.xml");

  /**
   * Makes topics by itself when they are first asked for, with as many partitions as in use. One
   * that was killed registers anew when its last session is over.
   */
  private static final String PROPERTIES =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:%2$d
      controller.listener.names=CONTROLLER
      listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
      advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
      log.dirs=%3$s
      num.partitions=6
      offsets.topic.replication.factor=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      group.initial.rebalance.delay.ms=0
      broker.heartbeat.interval.ms=500
      broker.session.timeout.ms=3000
      """;

  private final int port = Ports.free();
  private final Path directory = Directories.temporary("reservations-kafka-");
  private final Path artifacts;
  private final Part server;

  private Kafka(Path artifacts) {
    this.artifacts = artifacts;
    Command command = java("kafka.Kafka", directory.resolve("server.properties").toString());
    this.server = new Part("Kafka", command, () -> Ports.isOpen(port));
  }

  /** A broker that is ready. */
  public static Kafka start() {
    Kafka kafka = new Kafka(MavenArtifacts.of("kafka", ARTIFACTS));
    kafka.create();
    return kafka.restart();
  }

  private void create() {
    Path data = directory.resolve("data");
    Path properties = directory.resolve("server.properties");
    try {
      Files.writeString(properties, PROPERTIES.formatted(port, Ports.free(), data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String clusterId = "reservations-of-tests-";
    Command format =
        java("kafka.tools.StorageTool", "format", "-t", clusterId, "-c", properties.toString());
    assertThat(format.succeeds()).as("the storage is formatted").isTrue();
  }

  private Command java(String main, String... arguments) {
    Stream<String> line =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            artifacts.resolve("*").toString(),
            main);
    return new Command(
        Stream.concat(line, Stream.of(arguments)).toList(),
        Map.of(),
        directory.resolve("server.log"));
  }

  /** SIGKILL. */
  public void kill() {
    server.kill();
  }

  /** On the same data, after it was killed. */
  public Kafka restart() {
    server.start();
    return this;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "KAFKA_BROKERS",
        "127.0.0.1:" + port,
        "KAFKA_AUTH_TYPE",
        "none",
        "KAFKA_DISABLE_TLS",
        "true");
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
