package travel.saga.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.Ports;

/**
 * How the packaged service is started: the jar, or the native binary where one was built.
 *
 * @param environment added to what is inherited, which is cleared of the service's own settings
 * @param properties given as {@code -Dname=value}
 * @param jar what is run where there is no native binary
 * @param within a command that is given the service's as its last arguments, and becomes it
 */
record Launch(
    int port,
    Map<String, String> environment,
    Map<String, String> properties,
    Path jar,
    List<String> within) {
  private static final Path PACKAGED = Path.of("target", "quarkus-app", "quarkus-run.jar");

  /** A process that is killed within seconds does not repay an optimizing compiler. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  static Launch on(EngineUnderTest engine) {
    return new Launch(Ports.free(), engine.environment(), Map.of(), PACKAGED, List.of());
  }

  Launch with(String property, Object value) {
    return new Launch(port, environment, plus(properties, property, value.toString()), jar, within);
  }

  Launch withEnvironment(String name, String value) {
    return new Launch(port, plus(environment, name, value), properties, jar, within);
  }

  /** Another build of the service. */
  Launch of(Path build) {
    return new Launch(port, environment, properties, build, within);
  }

  /** As what this command becomes. */
  Launch within(List<String> command) {
    return new Launch(port, environment, properties, jar, command);
  }

  Launch onAnotherPort() {
    return new Launch(Ports.free(), environment, properties, jar, within);
  }

  Launch withFlightSeats(String location, int seats) {
    return with("reservations.flight.capacity.\"" + location + "\"", seats);
  }

  /** What a crash left without a workflow is looked for more often than in production. */
  Launch sweepingOften() {
    return with("reservations.sweep.interval", "2s");
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(key, value);
    return Map.copyOf(more);
  }

  /** Starts the process with both its outputs going to {@code log}. */
  Process start(Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> inherited = builder.environment();
    inherited
        .keySet()
        .removeIf(
            name ->
                name.startsWith("RESERVATIONS_")
                    || name.startsWith("DAPR_")
                    || name.startsWith("OTEL_"));
    inherited.put("PORT", Integer.toString(port));
    inherited.putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    List<String> settings = new ArrayList<>();
    properties.forEach((name, value) -> settings.add("-D" + name + "=" + value));
    List<String> command = new ArrayList<>(within);
    Path binary = Path.of(System.getProperty("native.image.path", "target/no-native-binary"));
    if (Files.isExecutable(binary)) {
      command.add(binary.toString());
      command.addAll(settings);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(SHORT_LIVED);
      command.addAll(settings);
      command.addAll(List.of("-jar", packagedJar().toString()));
    }
    return command;
  }

  private Path packagedJar() {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("not packaged yet: " + jar.toAbsolutePath());
    }
    return jar;
  }
}
