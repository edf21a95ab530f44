package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A build of this service with one more workflow, as the release after this one may have. */
final class NextRelease {
  private static final String PACKAGE = "src/main/java/travel/saga/reservation/saga/";
  private static final String WORKFLOW =
      """
      package travel.saga.reservation.saga;

      import io.dapr.workflows.Workflow;
      import io.dapr.workflows.WorkflowStub;
      import jakarta.inject.Singleton;
      import travel.saga.reservation.WireName;

      @Singleton
      @WireName("reservation-of-the-next-release")
      public final class NextReservationWorkflow implements Workflow {
        @Override
        public WorkflowStub create() {
          return ctx -> ctx.complete("done");
        }
      }
      """;

  private NextRelease() {}

  /** Builds it from this project's sources, in the directory; answers with the jar to run. */
  static Path build(Path directory) {
    try {
      for (String part : List.of("pom.xml", "mvnw", ".mvn", "src/main")) {
        copy(Path.of(part), directory.resolve(part));
      }
      Files.writeString(directory.resolve(PACKAGE + "NextReservationWorkflow.java"), WORKFLOW);
      Path log = directory.resolve("build.log");
      int exit =
          new ProcessBuilder("./mvnw", "-B", "-o", "-Dquick", "-DskipTests", "package")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      assertThat(exit).as(Files.readString(log)).isZero();
      return directory.resolve("target/quarkus-app/quarkus-run.jar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
