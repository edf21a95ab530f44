package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.Scale;

/** A process that is killed loses nothing it has acknowledged. */
class CrashIT {
  private static final int PER_ROUND = 40;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  @Tag("native")
  void confirmsEverythingAcknowledgedThroughRoundsOfKills() {
    int rounds = Scale.of(5, 25);
    Set<String> acknowledged = new HashSet<>();
    ServiceProcess service = services.start(services.launch().sweepingOften());

    for (int round = 0; round < rounds; round++) {
      acknowledged.addAll(reserveUntilKilled(service, inFlightAtTheKill(round)));
      service = services.restart(service);
    }

    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(rounds * PER_ROUND);
    new Books(services.ledger())
        .awaitSettled()
        .expectConfirmed(acknowledged)
        .expectBalanced()
        .awaitAnnounced();
    for (String id : acknowledged) {
      assertThat(service.client().reservation(id).expect(200).text("status"))
          .isEqualTo("CONFIRMED");
      assertThat(services.ledger().chargesOf(id)).as("charges of %s", id).isEqualTo(1);
    }
  }

  /** The first kill comes behind the last answer; the later ones hit more and more requests. */
  private static int inFlightAtTheKill(int round) {
    return round * 8;
  }

  private static Set<String> reserveUntilKilled(ServiceProcess service, int inFlight) {
    Load load =
        Load.of(
            PER_ROUND + inFlight, i -> service.client().reserveAsync(TripRequest.to("city-" + i)));
    load.awaitAnswers(PER_ROUND);
    service.kill9();
    return load.awaitOver().expectOnly(202).acknowledged();
  }
}
