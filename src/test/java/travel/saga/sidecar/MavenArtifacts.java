package travel.saga.sidecar;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The artifacts that a pom.xml of its own names, with what they need, under {@code target}. */
final class MavenArtifacts {
  private static final String MAVEN = Path.of("mvnw").toAbsolutePath().toString();

  private MavenArtifacts() {}

  /** The directory with the jars. */
  static Path of(String name, Path pom) {
    return Prepared.directory(name, pom, directory -> copy(pom, directory));
  }

  private static void copy(Path pom, Path directory) {
    List<String> line =
        List.of(
            MAVEN,
            "-B",
            "-q",
            "-f",
            pom.toString(),
            "dependency:copy-dependencies",
            "-DoutputDirectory=" + directory);
    if (!new Command(line, Map.of(), directory.resolve("maven.log")).succeeds()) {
      Missing.component("the artifacts of " + pom + ": Maven could not resolve them");
    }
  }
}
