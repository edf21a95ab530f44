package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed within any step, a saga goes on where it was, and each step has its effect once. The
 * process that goes on is the one that the next test kills.
 */
class CrashPointIT {
  @RegisterExtension
  static final Services<FaultySidecar> SERVICES = Services.perClass(FaultySidecar::in);

  /** The write of one step, while which the service is killed. */
  record CrashPoint(String step, Predicate<Object> write) {
    @Override
    public String toString() {
      return step;
    }
  }

  static Stream<CrashPoint> steps() {
    return Stream.of(
        new CrashPoint("reserve-flight", FaultySidecar.writing(Ledger.FLIGHT, "TAKEN")),
        new CrashPoint("reserve-car", FaultySidecar.writing(Ledger.CAR, "TAKEN")),
        new CrashPoint("process-payment", FaultySidecar.writing(Ledger.PAYMENT, "TAKEN")),
        new CrashPoint("confirm-flight", FaultySidecar.writing(Ledger.FLIGHT, "CONFIRMED")),
        new CrashPoint("confirm-car", FaultySidecar.writing(Ledger.CAR, "CONFIRMED")),
        new CrashPoint("notify-success", FaultySidecar.settling("CONFIRMED")),
        new CrashPoint("publish", FaultySidecar.publishing()));
  }

  @AfterEach
  void mend() {
    SERVICES.engine().mendAll();
  }

  /** The write that was under way at the kill reaches the ledger after the next process's own. */
  @ParameterizedTest
  @MethodSource("steps")
  void goesOnAfterAKillBeforeTheWrite(CrashPoint point) {
    Fault network = SERVICES.engine().inject(Fault.Kind.HELD_BACK, point.write());
    String id = reserveAndKillAt(network);

    SERVICES.start(SERVICES.launch());
    network.awaitHits(2).mend();

    expectConfirmedOnce(id);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void goesOnAfterAKillBetweenTheWriteAndItsAnswer(CrashPoint point) {
    Fault network = SERVICES.engine().inject(Fault.Kind.ANSWER_LOST, point.write());
    String id = reserveAndKillAt(network);
    network.mend();

    SERVICES.start(SERVICES.launch());

    expectConfirmedOnce(id);
  }

  private String reserveAndKillAt(Fault network) {
    ServiceProcess service = SERVICES.running(SERVICES.launch());
    String id = service.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
    network.awaitHits(1);
    service.kill9();
    return id;
  }

  private void expectConfirmedOnce(String id) {
    new Books(SERVICES.ledger())
        .awaitSettled()
        .expectConfirmed(List.of(id))
        .expectBalanced()
        .awaitAnnounced();
    assertThat(SERVICES.ledger().eventsOf(id)).hasSize(1);
  }
}
