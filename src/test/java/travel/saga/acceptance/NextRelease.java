package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A build of this service with one change more, as the release after this one may have. */
final class NextRelease {
  private static final String SOURCES = "src/main/java/travel/saga/";
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

  /** The step that {@link #withStep} adds. */
  static final String STEP = "screen-traveller";

  private static final String ACTIVITY =
      """
      package travel.saga.payment;

      import io.dapr.workflows.WorkflowActivity;
      import io.dapr.workflows.WorkflowActivityContext;
      import jakarta.inject.Singleton;
      import travel.saga.reservation.Confirm;
      import travel.saga.reservation.Done;
      import travel.saga.reservation.StepResult;
      import travel.saga.reservation.WireName;

      @Singleton
      @WireName("screen-traveller")
      class ScreenTravellerActivity implements WorkflowActivity {
        @Override
        public StepResult<Done> run(WorkflowActivityContext ctx) {
          return StepResult.done(new Done(ctx.getInput(Confirm.class).key()));
        }
      }
      """;

  private final Path directory;

  private NextRelease(Path directory) {
    this.directory = directory;
    try {
      for (String part : List.of("pom.xml", "mvnw", ".mvn", "src/main")) {
        copy(Path.of(part), directory.resolve(part));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a workflow that nothing starts yet; built in the directory, answers with the jar. */
  static Path withWorkflow(Path directory) {
    return new NextRelease(directory)
        .add("reservation/saga/NextReservationWorkflow.java", WORKFLOW)
        .build();
  }

  /** With a step before the payment, for sagas that begin with it: see CONTRIBUTING.md. */
  static Path withStep(Path directory) {
    String saga = "reservation/saga/ReservationWorkflow.java";
    return new NextRelease(directory)
        .add("payment/ScreenTravellerActivity.java", ACTIVITY)
        .change(
            "payment/PaymentSteps.java",
            "  private PaymentSteps",
            """
              public static final Step<travel.saga.reservation.Confirm, Done> SCREEN_TRAVELLER =
                  new Step<>("screen-traveller", travel.saga.reservation.Confirm.class, Done.class);

              private PaymentSteps""")
        .change(
            "reservation/saga/StepNames.java",
            "PROCESS_PAYMENT,",
            "travel.saga.payment.PaymentSteps.SCREEN_TRAVELLER, PROCESS_PAYMENT,")
        .change(
            saga, "(book(saga, input))", "(book(saga, input, ctx.isPatched(\"screen-traveller\")))")
        .change(
            saga, "book(Saga saga, Input input)", "book(Saga saga, Input input, boolean screened)")
        .change(saga, "input.trip());", "input.trip(), screened);")
        .change(
            saga, "ReservationId id, Trip trip)", "ReservationId id, Trip trip, boolean screened)")
        .change(
            saga,
            "    Payment payment =",
            """
                if (screened) {
                  saga.step(travel.saga.payment.PaymentSteps.SCREEN_TRAVELLER, new Confirm(paymentKey)).call();
                }
                Payment payment =""")
        .build();
  }

  private NextRelease add(String file, String source) {
    try {
      Files.writeString(directory.resolve(SOURCES + file), source);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a place that is there once. */
  private NextRelease change(String file, String before, String after) {
    try {
      String source = Files.readString(directory.resolve(SOURCES + file));
      int place = source.indexOf(before);
      assertThat(place).as("%s in %s", before, file).isNotNegative();
      assertThat(source.lastIndexOf(before)).as("%s in %s", before, file).isEqualTo(place);
      return add(file, source.replace(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path build() {
    try {
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
