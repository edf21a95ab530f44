package travel.saga.sidecar;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Python with the packages that a requirements file pins, made once under {@code target}. */
public final class PythonEnvironment {
  private PythonEnvironment() {}

  /**
   * The interpreter of the environment.
   *
   * @param name of the environment; one whose requirements have changed is made anew
   */
  public static Path of(String name, Path requirements) {
    return python(
        Prepared.directory(
            "python/" + name, requirements, directory -> make(directory, requirements)));
  }

  private static Path python(Path environment) {
    return environment.resolve("bin").resolve("python");
  }

  private static void make(Path environment, Path requirements) {
    if (Command.onPath("python3").isEmpty()
        || !succeeds(environment, "python3", "-m", "venv", environment.toString())) {
      Missing.component("Python 3.11 or later with venv: install python3-venv");
    }
    String python = python(environment).toString();
    if (!succeeds(
        environment, python, "-m", "pip", "install", "-q", "-r", requirements.toString())) {
      Missing.component("the packages of " + requirements + ": pip could not install");
    }
  }

  private static boolean succeeds(Path environment, String... line) {
    return new Command(List.of(line), Map.of(), environment.resolve("made.log")).succeeds();
  }
}
