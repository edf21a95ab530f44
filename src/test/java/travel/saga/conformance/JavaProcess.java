package travel.saga.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.Command;

/** A class of the tests in a JVM of its own. */
final class JavaProcess {
  private JavaProcess() {}

  static Command of(
      Class<?> main, Path log, List<String> arguments, Map<String, String> environment) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    line.addAll(arguments);
    return new Command(line, environment, log);
  }
}
