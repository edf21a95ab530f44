package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** The service in a process of its own. */
final class ServiceProcess {
  /** Enough for a sidecar that holds the service back and has to be started again. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final int TAIL = 60;

  private final Launch launch;
  private final Process process;
  private final Path log;
  private final Client client;

  private ServiceProcess(Launch launch, Path log) {
    this.launch = launch;
    this.log = log;
    this.process = launch.start(log);
    this.client = new Client(launch.port());
  }

  /** Starts it and does not wait for anything. */
  static ServiceProcess start(Launch launch, Path log) {
    return new ServiceProcess(launch, log);
  }

  /** Waits until it answers that it is ready; a process that ended instead is a failure. */
  ServiceProcess awaitReady() {
    try {
      await("the service to be ready")
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .failFast("the service has ended", () -> !process.isAlive())
          .until(this::isReady);
      return this;
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError("the service did not start:\n" + logTail(), e);
    }
  }

  /** Waits until it answers that it is not ready, and why. */
  void awaitNotReady(String reason) {
    await("the service to say why it is not ready")
        .atMost(START_LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(client.get("/q/health/ready").expect(503).body()).contains(reason));
  }

  boolean isReady() {
    try {
      return client.get("/q/health/ready").status() == 200;
    } catch (UncheckedIOException notThereYet) {
      return false;
    }
  }

  Client client() {
    return client;
  }

  Launch launch() {
    return launch;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: no chance to finish or write anything. */
  void kill9() {
    process.destroyForcibly();
    awaitEnd(END_LIMIT);
  }

  /** SIGTERM, without waiting. */
  void terminate() {
    process.destroy();
  }

  /** The exit code, once the process has ended; it is a failure if it has not by then. */
  int awaitEnd(Duration limit) {
    try {
      assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("the service ended within %s", limit)
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All it has written so far, to either output. */
  List<String> log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String logTail() {
    List<String> lines = log();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }
}
