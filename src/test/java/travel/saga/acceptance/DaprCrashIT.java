package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever part of the runtime is killed in the middle of sagas, what was acknowledged is done. */
@Tag("dapr")
class DaprCrashIT {
  private static final int BEFORE = 30;
  private static final int REQUESTS = 90;

  @RegisterExtension final Services<DaprEngine> services = Services.perTest(DaprEngine::in);

  @Test
  void survivesAKillOfTheSidecar() {
    ServiceProcess service = services.start(services.launch().sweepingOften());
    Load load = load(service).awaitAnswers(BEFORE);

    services.engine().sidecar().kill();
    services.engine().startSidecar();

    expectAllDone(load, load(service.awaitReady()));
  }

  @Test
  void survivesAKillOfTheScheduler() {
    ServiceProcess service = services.start(services.launch().sweepingOften());
    Load load = load(service).awaitAnswers(BEFORE);

    services.engine().stack().scheduler().kill();
    services.engine().stack().scheduler().start();

    expectAllDone(load, load(service.awaitReady()));
  }

  @Test
  void survivesAKillOfTheService() {
    ServiceProcess service = services.start(services.launch().sweepingOften());
    Load load = load(service).awaitAnswers(BEFORE);

    service.kill9();

    expectAllDone(load, load(services.restart(service)));
  }

  private static Load load(ServiceProcess service) {
    return Load.of(REQUESTS, i -> service.client().reserveAsync(TripRequest.to("city-" + i)));
  }

  /** A 503 may meet a caller while a part is away, nothing else. */
  private void expectAllDone(Load interrupted, Load afterwards) {
    Set<String> acknowledged = interrupted.awaitOver().expectOnly(202, 503).acknowledged();
    acknowledged.addAll(afterwards.awaitAllAnswered().expectOnly(202, 503).acknowledged());
    assertThat(acknowledged).hasSizeGreaterThan(BEFORE);
    new Books(services.ledger()).awaitSettled().expectConfirmed(acknowledged).expectBalanced();
    for (String id : acknowledged) {
      assertThat(services.ledger().chargesOf(id)).as("charges of %s", id).isEqualTo(1);
    }
  }
}
