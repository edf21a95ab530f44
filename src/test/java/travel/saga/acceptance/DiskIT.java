package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk that takes nothing more, and then does again, under a service that runs all the time. */
@Tag("embedded")
class DiskIT {
  private static final TripRequest TRIP = TripRequest.to("rome");
  private static final int MORE_THAN_FIT = 500;
  private static final Duration GOES_ON_WITHIN = Duration.ofMinutes(2);

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void saysThatTheDiskIsFullAndGoesOnWhenThereIsRoom() throws IOException {
    Path data = Files.createDirectories(services.directory().resolve("data"));
    ServiceProcess service =
        services.start(
            launch()
                .within(
                    Mounts.of(
                        data.toString(),
                        "mount -t tmpfs -o size=24m none $0; head -c 20M /dev/zero >$0/ballast")));
    List<String> acknowledged = reserveUntilRefused(service);

    expectOutOfService(service, "has no room left on its disk");

    Files.delete(Path.of("/proc/" + service.pid() + "/root" + data + "/ballast"));
    expectAllConfirmed(service, acknowledged);
  }

  /** As when its file system has become read-only, or the disk is failing: each write fails. */
  @Test
  void saysThatItCannotWriteAndGoesOnWhenItCan() {
    ServiceProcess service = services.start(launch());
    FileSizeLimit.set(service, "1500000");
    List<String> acknowledged = reserveUntilRefused(service);

    expectOutOfService(service, "cannot be written");

    FileSizeLimit.set(service, "unlimited");
    expectAllConfirmed(service, acknowledged);
    new Books(services.ledger())
        .awaitSettled()
        .expectConfirmed(Set.copyOf(acknowledged))
        .expectBalanced();
  }

  /** A caller does not wait for long for a saga that stands still. */
  private Launch launch() {
    return services.launch().with("reservations.api.wait", "2s").sweepingOften();
  }

  /** The ids of all that were acknowledged. */
  private static List<String> reserveUntilRefused(ServiceProcess service) {
    List<String> acknowledged = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      Answer answer = service.client().reserveFlight(TRIP);
      if (answer.status() == 503) {
        assertThat(acknowledged).as("before the disk was full").isNotEmpty();
        return acknowledged;
      }
      assertThat(answer.status()).as("%s", answer).isIn(200, 202);
      acknowledged.add(answer.reservationId());
    }
    throw new AssertionError("everything was stored");
  }

  private static void expectOutOfService(ServiceProcess service, String reason) {
    service.awaitNotReady(reason);
    Answer refused = service.client().reserve(TRIP).expectProblem(503);
    assertThat(refused.header("Retry-After")).isPresent();
    service.client().get("/q/health/live").expect(200);
  }

  private static void expectAllConfirmed(ServiceProcess service, List<String> acknowledged) {
    service.awaitReady();
    service.client().reserveFlight(TRIP).expect(200);
    for (String id : acknowledged) {
      await(id)
          .atMost(GOES_ON_WITHIN)
          .until(() -> service.client().reservation(id).text("status").equals("CONFIRMED"));
    }
  }
}
