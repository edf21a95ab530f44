package travel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that is forgotten works on the JVM and fails in the native image. */
class WireRecordsTest {
  /** Records that never become JSON. */
  private static final Set<String> NOT_ON_THE_WIRE =
      Set.of(
          "travel.saga.dapr.GuardedActivity$Surroundings",
          "travel.saga.dapr.IdCursor",
          "travel.saga.dapr.IdRange",
          "travel.saga.dapr.LogCursor",
          "travel.saga.dapr.LogCursor$Place",
          "travel.saga.dapr.LogTally$Entered",
          "travel.saga.dapr.LogTally$Times",
          "travel.saga.dapr.LogWalk$Placed",
          "travel.saga.dapr.LogWalk$Step",
          "travel.saga.dapr.PageFill$Chunk",
          "travel.saga.dapr.PageFill$Row",
          "travel.saga.dapr.ReservationLog$Lane$Waiting",
          "travel.saga.dapr.ReservationLog$PageNumber",
          "travel.saga.dapr.ReservationLog$Read",
          "travel.saga.dapr.ReservationScan$Looked",
          "travel.saga.dapr.TerminatedTurn",
          "travel.saga.dapr.WorkflowWorker$Limits",
          "travel.saga.dapr.WorkflowWorker$Threads",
          "travel.saga.api.RouteTable$Route",
          "travel.saga.api.EventHistory$Run",
          "travel.saga.api.EventHistory$Seen",
          "travel.saga.api.EventId",
          "travel.saga.api.EventStreams$Opening",
          "travel.saga.api.EventWatch$Pace",
          "travel.saga.api.PageLimit",
          "travel.saga.api.PathId",
          "travel.saga.api.Prefer",
          "travel.saga.api.StreamItem$Event",
          "travel.saga.api.StreamItem$Heartbeat",
          "travel.saga.notification.Announcer$News",
          "travel.saga.notification.OutcomeEvent",
          "travel.saga.reservation.IdempotencyKey",
          "travel.saga.reservation.ReservationAccepted",
          "travel.saga.reservation.ReservationPage",
          "travel.saga.reservation.ReservationQuery",
          "travel.saga.reservation.ReservationSettled",
          "travel.saga.reservation.Reservations$Counts",
          "travel.saga.reservation.Reservations$Ended",
          "travel.saga.reservation.Reservations$KeyClaim",
          "travel.saga.reservation.Reservations$Revision",
          "travel.saga.reservation.Reservations$Stored",
          "travel.saga.reservation.Sagas$Progress",
          "travel.saga.reservation.Step",
          "travel.saga.reservation.SweepReport",
          "travel.saga.reservation.SweepReport$Found",
          "travel.saga.reservation.TimeRange",
          "travel.saga.reservation.Undoing");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "travel.saga.reservation",
        "travel.saga.reservation.saga",
        "travel.saga.flight",
        "travel.saga.car",
        "travel.saga.payment",
        "travel.saga.notification",
        "travel.saga.api",
        "travel.saga.dapr",
      })
  void everyRecordOfThePackageIsRegistered(String packageName) throws ClassNotFoundException {
    Set<String> records =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(packageName)
                .stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .filter(JavaClass::isRecord)
                .map(JavaClass::getName)
                .filter(name -> !NOT_ON_THE_WIRE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

    Class<?> registration = Class.forName(packageName + ".WireRecords");
    assertThat(registration.getAnnotation(RegisterForReflection.class).targets())
        .extracting(Class::getName)
        .containsAll(records);
    assertThat(Arrays.stream(registration.getAnnotation(RegisterForReflection.class).targets()))
        .isNotEmpty();
  }
}
