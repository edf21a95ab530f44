package travel.saga.sidecar;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A server in a process of its own, which can be killed and started again on the same data. */
public final class Part implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final Command command;
  private final Callable<Boolean> ready;

  Part(String name, Command command, Callable<Boolean> ready) {
    this.name = name;
    this.command = command;
    this.ready = ready;
  }

  /** Starts it and waits until it is ready. */
  public Part start() {
    command.start();
    try {
      await(name + " to be ready")
          .atMost(READY_WITHIN)
          .pollInterval(Duration.ofMillis(20))
          .failFast(name + " has ended", () -> !command.isAlive())
          .until(ready);
      return this;
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError(name + " did not start:\n" + logTail(), e);
    }
  }

  boolean isAlive() {
    return command.isAlive();
  }

  /** Whether it answers now as it did when it was ready. */
  boolean isReady() {
    try {
      return command.isAlive() && ready.call();
    } catch (Exception e) {
      return false;
    }
  }

  /** Whether a server says that it is healthy. */
  static boolean isHealthy(URI health) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  /** SIGKILL. */
  public void kill() {
    command.kill();
  }

  @Override
  public void close() {
    command.close();
  }

  public String logTail() {
    return "--- %s, the end of its log:%n%s%n".formatted(name, command.logTail());
  }
}
