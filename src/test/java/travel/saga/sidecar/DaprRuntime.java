package travel.saga.sidecar;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the Dapr runtime: those in {@code DAPR_BIN_DIR}, {@code ~/.dapr/bin} or on the
 * {@code PATH}, else built by Go as the tools that {@code src/test/dapr/go.mod} names.
 */
public final class DaprRuntime {
  private static final Path GO_MODULE = Path.of("src", "test", "dapr");
  private static final Path BUILT = Path.of("target", "dapr");
  private static final Pattern VERSION = Pattern.compile("(?m)^v?(\\d+)\\.(\\d+)\\.");
  private static final Pattern REQUIRED = Pattern.compile("github.com/dapr/dapr v(\\S+)");
  private static final int OLDEST_MINOR = 17;

  private static @Nullable DaprRuntime known;

  private final Path directory;

  private DaprRuntime(Path directory) {
    this.directory = directory;
  }

  /**
   * The commands. Where there are none and none can be built the test that asks is skipped, or
   * fails if this is CI, where nothing may be missing.
   */
  public static synchronized DaprRuntime get() {
    if (known == null) {
      known =
          found()
              .or(() -> OneAtATime.make("dapr", DaprRuntime::built))
              .map(DaprRuntime::new)
              .orElseGet(DaprRuntime::missing);
    }
    return known;
  }

  public String daprd() {
    return command("daprd");
  }

  public String placement() {
    return command("placement");
  }

  public String scheduler() {
    return command("scheduler");
  }

  private String command(String name) {
    return directory.resolve(name).toString();
  }

  private static DaprRuntime missing() {
    return Missing.component(
        "the Dapr runtime: set DAPR_BIN_DIR to a directory with daprd, placement and scheduler of"
            + " version 1.17 or later, or install Go, which builds them");
  }

  private static Optional<Path> found() {
    Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator));
    return Stream.concat(
            Stream.of(
                System.getenv("DAPR_BIN_DIR"), System.getProperty("user.home") + "/.dapr/bin"),
            path)
        .filter(Objects::nonNull)
        .map(directory -> Path.of(directory).toAbsolutePath())
        .filter(DaprRuntime::isComplete)
        .filter(DaprRuntime::isNewEnough)
        .findFirst();
  }

  private static boolean isComplete(Path directory) {
    return Stream.of("daprd", "placement", "scheduler")
        .allMatch(name -> Files.isExecutable(directory.resolve(name)));
  }

  private static boolean isNewEnough(Path directory) {
    String version = outputOf(List.of(directory.resolve("daprd").toString(), "--version"));
    Matcher matcher = VERSION.matcher(version);
    if (matcher.find()
        && Integer.parseInt(matcher.group(1)) == 1
        && Integer.parseInt(matcher.group(2)) >= OLDEST_MINOR) {
      return true;
    }
    System.err.println("Not used: " + directory + " has Dapr " + version.strip());
    return false;
  }

  /** The first build takes minutes and some 7 GB of Go's caches, later ones seconds. */
  private static Optional<Path> built() {
    if (!hasGo()) {
      return Optional.empty();
    }
    System.err.println("Building the Dapr runtime with Go; the first time takes some minutes.");
    ProcessBuilder go =
        new ProcessBuilder("go", "install", "-tags=stablecomponents", "-ldflags=" + flags(), "tool")
            .directory(GO_MODULE.toFile())
            .inheritIO();
    go.environment().put("GOBIN", BUILT.toAbsolutePath().toString());
    go.environment().put("CGO_ENABLED", "0");
    try {
      if (go.start().waitFor() != 0) {
        throw new AssertionError("the Dapr runtime could not be built: see Go's messages above");
      }
      return Optional.of(BUILT.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A runtime that is not told its version calls itself "edge". */
  private static String flags() {
    try {
      Matcher required = REQUIRED.matcher(Files.readString(GO_MODULE.resolve("go.mod")));
      if (!required.find()) {
        throw new AssertionError("go.mod requires no Dapr runtime");
      }
      return "-s -w -X github.com/dapr/dapr/pkg/buildinfo.version=" + required.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasGo() {
    try {
      return !outputOf(List.of("go", "version")).isEmpty();
    } catch (UncheckedIOException noGo) {
      return false;
    }
  }

  private static String outputOf(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (InputStream output = process.getInputStream()) {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
