package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Placement, scheduler and the sidecars that are asked for, on loopback ports of their own. */
public final class DaprStack implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  private final DaprRuntime runtime = DaprRuntime.get();
  private final Path directory;
  private final int placementPort = Ports.free();
  private final int schedulerPort = Ports.free();
  private final Part placement;
  private final Part scheduler;
  private final List<Sidecar> sidecars = new ArrayList<>();

  private DaprStack(Path directory) {
    this.directory = directory;
    this.placement = placementPart();
    this.scheduler = schedulerPart();
  }

  /** Starts placement and scheduler, with their data and logs in the directory. */
  public static DaprStack in(Path directory) {
    DaprStack stack = new DaprStack(made(directory));
    stack.placement.start();
    stack.scheduler.start();
    return stack;
  }

  /** A further sidecar of the application, not started yet. */
  public Sidecar sidecar(String appId, Components components) {
    return add(appId, components);
  }

  /** One that calls its application at this port, by HTTP. */
  public Sidecar sidecarOf(String appId, int port, Components components) {
    return add(appId, components, "--app-port=" + port, "--app-channel-address=" + LOOPBACK);
  }

  private Sidecar add(String appId, Components components, String... application) {
    String name = "daprd-" + (sidecars.size() + 1);
    Sidecar sidecar = new Sidecar(this, name, appId, components, application);
    sidecars.add(sidecar);
    return sidecar;
  }

  /** All that were asked for. */
  void startSidecars() {
    sidecars.forEach(Sidecar::start);
  }

  /** Keeps the reminders by which workflows go on. */
  public Part scheduler() {
    return scheduler;
  }

  /** Kills the scheduler and starts it anew without anything it kept. */
  public void loseReminders() {
    scheduler.kill();
    Path kept = directory.resolve("etcd");
    Directories.delete(kept);
    made(kept);
    scheduler.start();
  }

  private Part placementPart() {
    int health = Ports.free();
    return part(
        "placement",
        health,
        "/healthz",
        Map.of(),
        runtime.placement(),
        "--id=dapr-placement-0",
        "--port=" + placementPort,
        "--listen-address=" + LOOPBACK,
        "--healthz-port=" + health,
        "--healthz-listen-address=" + LOOPBACK,
        "--metrics-port=" + Ports.free(),
        "--metrics-listen-address=" + LOOPBACK,
        "--initial-cluster=dapr-placement-0=" + LOOPBACK + ":" + Ports.free());
  }

  private Part schedulerPart() {
    int health = Ports.free();
    return part(
        "scheduler",
        health,
        "/healthz",
        Map.of(),
        runtime.scheduler(),
        "--id=dapr-scheduler-server-0",
        "--port=" + schedulerPort,
        "--listen-address=" + LOOPBACK,
        "--override-broadcast-host-port=" + LOOPBACK + ":" + schedulerPort,
        "--healthz-port=" + health,
        "--healthz-listen-address=" + LOOPBACK,
        "--metrics-port=" + Ports.free(),
        "--metrics-listen-address=" + LOOPBACK,
        "--etcd-data-dir=" + made(directory.resolve("etcd")),
        "--etcd-client-port=" + Ports.free(),
        "--etcd-client-listen-address=" + LOOPBACK,
        "--etcd-initial-cluster=dapr-scheduler-server-0=http://" + LOOPBACK + ":" + Ports.free(),
        "--identity-directory-write=" + made(directory.resolve("identity")));
  }

  /** A sidecar's process; what it is told of the other parts is the same for all. */
  Part daprd(String name, int httpPort, Map<String, String> environment, Stream<String> arguments) {
    String[] all =
        Stream.concat(
                Stream.of(
                    runtime.daprd(),
                    "--mode=standalone",
                    "--placement-host-address=" + LOOPBACK + ":" + placementPort,
                    "--scheduler-host-address=" + LOOPBACK + ":" + schedulerPort,
                    "--dapr-http-port=" + httpPort,
                    "--dapr-internal-grpc-port=" + Ports.free(),
                    "--dapr-listen-addresses=" + LOOPBACK,
                    "--dapr-internal-grpc-listen-address=" + LOOPBACK,
                    "--metrics-port=" + Ports.free(),
                    "--metrics-listen-address=" + LOOPBACK),
                arguments)
            .toArray(String[]::new);
    return part(name, httpPort, "/v1.0/healthz", environment, all);
  }

  private Part part(
      String name, int port, String health, Map<String, String> environment, String... command) {
    List<String> line = new ArrayList<>(Arrays.asList(command));
    line.add("--log-level=warn");
    Path log = directory.resolve(name + ".log");
    URI uri = URI.create("http://" + LOOPBACK + ":" + port + health);
    return new Part(
        name, new Command(line, environment, log, directory), () -> Part.isHealthy(uri));
  }

  Path directoryOf(String name) {
    return made(directory.resolve(name));
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ends of all logs. */
  public String logTail() {
    return Stream.concat(Stream.of(placement, scheduler), sidecars.stream().map(Sidecar::process))
        .map(Part::logTail)
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    sidecars.forEach(Sidecar::close);
    scheduler.close();
    placement.close();
  }
}
