package travel.saga.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program in a process of its own, which ends with this one at the latest. */
public final class Command implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(20);
  private static final int TAIL = 40;

  private final List<String> line;
  private final Map<String, String> environment;
  private final Path log;
  private final Path directory;
  private final Thread last = new Thread(this::kill);
  private volatile @Nullable Process process;

  /**
   * @param environment added to what is inherited, which is cleared of Dapr's and AWS' settings
   * @param log gets both outputs, of all starts
   */
  public Command(List<String> line, Map<String, String> environment, Path log) {
    this(line, environment, log, Path.of(""));
  }

  /**
   * @param directory where it runs
   */
  public Command(List<String> line, Map<String, String> environment, Path log, Path directory) {
    this.line = List.copyOf(line);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(last);
  }

  /** The program of that name on the {@code PATH}. */
  public static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; it must not be running. */
  public Command start() {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("DAPR_") || name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits for its end; answers with its exit code. */
  int run() {
    try (this) {
      start();
      return Objects.requireNonNull(process).waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Starts it and waits for its end; shows what it wrote unless that was a success. */
  public boolean succeeds() {
    boolean success = run() == 0;
    if (!success) {
      System.err.println("Failed: " + String.join(" ", line));
      log().forEach(System.err::println);
    }
    return success;
  }

  public boolean isAlive() {
    Process known = process;
    return known != null && known.isAlive();
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    Process known = process;
    if (known != null) {
      known.destroyForcibly();
      awaitEnd(known);
    }
  }

  /** SIGTERM, and waits; SIGKILL if that does not help. */
  @Override
  public void close() {
    Process known = process;
    if (known != null && known.isAlive()) {
      known.destroy();
      if (!awaitEnd(known)) {
        known.destroyForcibly();
        awaitEnd(known);
      }
    }
    try {
      Runtime.getRuntime().removeShutdownHook(last);
    } catch (IllegalStateException endingAnyway) {
      // the hook is running
    }
  }

  private static boolean awaitEnd(Process process) {
    try {
      return process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The end of what it has written so far. */
  public String logTail() {
    List<String> log = log();
    return String.join("\n", log.subList(Math.max(0, log.size() - TAIL), log.size()));
  }

  /** All it has written so far. */
  public List<String> log() {
    try {
      return Files.exists(log)
          ? new String(Files.readAllBytes(log), UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
