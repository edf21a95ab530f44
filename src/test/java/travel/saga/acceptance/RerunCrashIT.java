package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed between the record of a rerun and its beginning, it is the rerun that is begun. */
class RerunCrashIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

  /** A call, while which the service is killed. */
  record CrashPoint(String name, Predicate<Object> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> points() {
    CrashPoint record = new CrashPoint("record", FaultySidecar.settling("PENDING"));
    CrashPoint rerun = new CrashPoint("rerun", FaultySidecar.rerunning());
    return Stream.of(
        Arguments.of(record, Fault.Kind.HELD_BACK),
        Arguments.of(record, Fault.Kind.ANSWER_LOST),
        Arguments.of(rerun, Fault.Kind.REFUSED),
        Arguments.of(rerun, Fault.Kind.HELD_BACK),
        Arguments.of(rerun, Fault.Kind.ANSWER_LOST));
  }

  @ParameterizedTest
  @MethodSource("points")
  void goesOnWhereTheDeadSagaEnded(CrashPoint point, Fault.Kind kind) {
    Fault cars =
        services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.writing(Ledger.CAR, "TAKEN"));
    ServiceProcess service = services.start(launch());
    Operator operator = Operator.of(service);
    String id = operator.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
    cars.awaitHits(2);
    operator.act(id, "terminate").expect(202);
    awaitStatus(operator, id, "ATTENTION");
    JsonNode before = Operator.step(operator.execution(id).expect(200), "reserve-flight");
    cars.mend();

    Fault network = services.engine().inject(kind, point.call());
    operator.actAsync(id, "rerun");
    network.awaitHits(1);
    service.kill9();
    network.mend();
    Operator next = Operator.of(services.restart(service));

    awaitStatus(next, id, "CONFIRMED");
    JsonNode after = Operator.step(next.execution(id + "~run-1").expect(200), "reserve-flight");
    assertThat(after.path("started_at")).as("not done anew").isEqualTo(before.path("started_at"));
    new Books(services.ledger())
        .expectConfirmed(List.of(id))
        .expectBalanced()
        .awaitEvents(id, "reservation.attention", "reservation.confirmed");
    assertThat(services.ledger().chargesOf(id)).isEqualTo(1);
  }

  private Launch launch() {
    return Operator.known(services.launch())
        .sweepingOften()
        .with("reservations.saga.max-retry", "500ms");
  }

  private static void awaitStatus(Operator operator, String id, String status) {
    await(id + " to be " + status)
        .atMost(WITHIN)
        .until(() -> operator.client().reservation(id).text("status").equals(status));
  }
}
