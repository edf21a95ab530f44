package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed anywhere between a request and its answer, a key still stands for one reservation, which
 * is booked once. The process that comes after a kill is the one that the next test kills.
 */
class AcceptCrashIT {
  private static final TripRequest TRIP = TripRequest.to("rome");

  @RegisterExtension
  static final Services<FaultySidecar> SERVICES = Services.perClass(FaultySidecar::in);

  private final String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
  private final Set<String> earlier = SERVICES.ledger().reservations().keySet();

  @AfterEach
  void mend() {
    SERVICES.engine().mendAll();
  }

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
    Client client = SERVICES.start(SERVICES.launch().sweepingOften()).client();

    var repeated = client.reserveAsync(TRIP, key);
    if (point.kind() == Fault.Kind.HELD_BACK) {
      network.awaitHits(2).mend();
    }

    String id = repeated.join().expect(202).reservationId();
    expectBooked(1);
    assertThat(booked()).containsExactly(id);
    assertThat(client.reserve(TRIP, key).reservationId()).isEqualTo(id);
  }

  /** Whoever gives up has booked all or nothing. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void booksAllOrNothingWhenTheCallerGivesUp(Call call) {
    killedAt(new CrashPoint(call, Fault.Kind.ANSWER_LOST)).mend();

    SERVICES.start(SERVICES.launch().sweepingOften());

    boolean recorded = call.compareTo(Call.RECORD) >= 0;
    expectBooked(recorded ? 1 : 0);
  }

  private void expectBooked(int times) {
    Books books = new Books(SERVICES.ledger()).awaitSettled().expectBalanced();
    assertThat(booked()).hasSize(times);
    books.expectConfirmed(booked());
  }

  /** What this test has made. */
  private Set<String> booked() {
    Set<String> ids = new HashSet<>(SERVICES.ledger().reservations().keySet());
    ids.removeAll(earlier);
    return ids;
  }

  private Fault killedAt(CrashPoint point) {
    Fault network = SERVICES.engine().inject(point.kind(), point.call().requests);
    ServiceProcess service = SERVICES.running(SERVICES.launch().sweepingOften());
    var unanswered = service.client().reserveAsync(TRIP, key);
    network.awaitHits(1);
    service.kill9();
    unanswered.handle((answer, failure) -> answer).join();
    return network;
  }
}
