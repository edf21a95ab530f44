package travel.saga;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "travel.saga", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BASE = "travel.saga.";
  private static final String[] STEPS = {"flight", "car", "payment", "notification"};

  @ArchTest static final ArchRule domain = onlyUses("reservation");

  @ArchTest static final ArchRule ledger = onlyUses("ledger");

  @ArchTest static final ArchRule partner = onlyUses("partner", "reservation");

  @ArchTest static final ArchRule saga = onlyUses("reservation.saga", with(STEPS, "reservation"));

  @ArchTest static final ArchRule flight = onlyUses("flight", "reservation", "ledger", "partner");

  @ArchTest static final ArchRule car = onlyUses("car", "reservation", "ledger", "partner");

  @ArchTest static final ArchRule payment = onlyUses("payment", "reservation", "ledger", "partner");

  @ArchTest static final ArchRule notification = onlyUses("notification", "reservation");

  @ArchTest static final ArchRule tracing = onlyUses("tracing", "reservation");

  @ArchTest static final ArchRule execution = onlyUses("execution", "reservation");

  @ArchTest static final ArchRule api = onlyUses("api", "reservation", "execution", "access");

  @ArchTest static final ArchRule access = onlyUses("access", "reservation");

  @ArchTest
  static final ArchRule console = onlyUses("console", "reservation", "execution", "access", "api");

  @ArchTest static final ArchRule ops = onlyUses("ops", "reservation", "execution", "dapr");

  @ArchTest static final ArchRule telemetry = onlyUses("telemetry", "reservation");

  @ArchTest
  static final ArchRule engine =
      noClasses()
          .that()
          .resideInAPackage(BASE + "engine..")
          .should()
          .dependOnClassesThat(
              ours().and(DescribedPredicate.not(resideInAnyPackage(BASE + "engine.."))))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..");

  @ArchTest
  static final ArchRule purity =
      noClasses()
          .that()
          .resideInAPackage(BASE + "engine.history")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "java.io..", "java.nio.file..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule daprClientStaysInDapr =
      noClasses()
          .that(ours())
          .and()
          .resideOutsideOfPackages(BASE + "dapr", BASE + "engine..", BASE + "telemetry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "io.dapr.v1..", "io.dapr.client..", "io.dapr.config..");

  @ArchTest
  static final ArchRule openTelemetryStaysInTracing =
      noClasses()
          .that(ours())
          .and()
          .resideOutsideOfPackage(BASE + "tracing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule noCycles = slices().matching(BASE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everythingIsNullMarked =
      classes()
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.be(
                  DescribedPredicate.describe(
                      "in a @NullMarked package",
                      (JavaClass type) ->
                          type.getPackage()
                              .isAnnotatedWith(org.jspecify.annotations.NullMarked.class))));

  private static String[] with(String[] some, String more) {
    return Stream.concat(Arrays.stream(some), Stream.of(more)).toArray(String[]::new);
  }

  /** A package (without those below it) uses itself, what is named, and nothing else of ours. */
  private static ArchRule onlyUses(String name, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(name), Arrays.stream(others))
            .map(BASE::concat)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(BASE + name)
        .should()
        .dependOnClassesThat(ours().and(DescribedPredicate.not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAnyPackage("travel.saga..");
  }
}
