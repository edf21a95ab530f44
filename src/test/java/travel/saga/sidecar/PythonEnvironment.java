package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Python with the packages that a requirements file pins, made once under {@code target}. */
public final class PythonEnvironment {
  private static final Path ALL = Path.of("target", "python");

  private PythonEnvironment() {}

  /**
   * The interpreter of the environment.
   *
   * @param name of the environment; one whose requirements have changed is made anew
   */
  public static synchronized Path of(String name, Path requirements) {
    Path environment = ALL.resolve(name).toAbsolutePath();
    Path python = environment.resolve("bin").resolve("python");
    Path made = environment.resolve("requirements.txt");
    try {
      String wanted = Files.readString(requirements);
      if (!Files.exists(made) || !Files.readString(made).equals(wanted)) {
        if (!succeeds(List.of("python3", "-m", "venv", "--clear", environment.toString()))) {
          return Missing.component("Python 3.11 or later with venv: install python3-venv");
        }
        List<String> install =
            List.of(python.toString(), "-m", "pip", "install", "-q", "-r", requirements.toString());
        if (!succeeds(install)) {
          return Missing.component("the packages of " + requirements + ": pip could not install");
        }
        Files.writeString(made, wanted);
      }
      return python;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean succeeds(List<String> command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean success = process.waitFor() == 0;
      if (!success) {
        System.err.println(output);
      }
      return success;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
