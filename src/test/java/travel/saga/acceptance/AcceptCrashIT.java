package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed anywhere between a request and its answer, a key still stands for one reservation, which
 * is booked once.
 */
class AcceptCrashIT {
  private static final TripRequest TRIP = TripRequest.to("rome");
  private static final String[] KEY = {"Idempotency-Key", "k"};

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

  /** The calls that take a reservation, in their order. */
  enum Call {
    CLAIM(FaultySidecar.claiming()),
    LOG(FaultySidecar.logging()),
    RECORD(FaultySidecar.settling("PENDING")),
    START(FaultySidecar.starting());

    private final Predicate<Object> requests;

    Call(Predicate<Object> requests) {
      this.requests = requests;
    }
  }

  record CrashPoint(Call call, Fault.Kind kind) {}

  static Stream<CrashPoint> crashPoints() {
    return Stream.of(Fault.Kind.HELD_BACK, Fault.Kind.ANSWER_LOST)
        .flatMap(kind -> Stream.of(Call.values()).map(call -> new CrashPoint(call, kind)));
  }

  /** What was held back at the kill reaches the engine together with the next process's own. */
  @ParameterizedTest
  @MethodSource("crashPoints")
  void booksOnceWhenTheCallerRepeatsHisKey(CrashPoint point) {
    Fault network = killedAt(point);
    if (point.kind() == Fault.Kind.ANSWER_LOST) {
      network.mend();
    }
    Client client = services.start(services.launch().sweepingOften()).client();

    var repeated = client.reserveAsync(TRIP, KEY);
    if (point.kind() == Fault.Kind.HELD_BACK) {
      network.awaitHits(2).mend();
    }

    String id = repeated.join().expect(202).reservationId();
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(1, 0)
        .expectConfirmed(List.of(id))
        .expectBalanced();
    assertThat(client.reserve(TRIP, KEY).reservationId()).isEqualTo(id);
  }

  /** Whoever gives up has booked all or nothing. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void booksAllOrNothingWhenTheCallerGivesUp(Call call) {
    killedAt(new CrashPoint(call, Fault.Kind.ANSWER_LOST)).mend();

    services.start(services.launch().sweepingOften());

    boolean recorded = call.compareTo(Call.RECORD) >= 0;
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(recorded ? 1 : 0, 0)
        .expectBalanced();
  }

  private Fault killedAt(CrashPoint point) {
    Fault network = services.engine().inject(point.kind(), point.call().requests);
    ServiceProcess service = services.start(services.launch());
    var unanswered = service.client().reserveAsync(TRIP, KEY);
    network.awaitHits(1);
    service.kill9();
    unanswered.handle((answer, failure) -> answer).join();
    return network;
  }
}
