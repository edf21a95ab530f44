package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backup under load, and the service that is started on it elsewhere. */
@Tag("embedded")
class BackupIT {
  private static final int CLIENTS = 32;
  private static final int ENOUGH = 500;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(25);
  private static final TripRequest TRIP = TripRequest.to("rome");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void losesNothingThatWasAcknowledgedBefore() throws IOException {
    ServiceProcess service = services.start(launch());
    Client client = service.client();
    Load waiting = Load.endless(CLIENTS / 2, i -> client.reserveFlightAsync(TRIP));
    Load hurried = Load.endless(CLIENTS / 2, i -> client.reserveAsync(TRIP));
    waiting.awaitAnswers(ENOUGH);
    Set<String> before = waiting.acknowledged();
    before.addAll(hurried.acknowledged());

    Answer made = Operator.of(service).post("/backups").expect(201);

    int atTheBackup = waiting.answers().size();
    waiting.awaitAnswers(atTheBackup + CLIENTS);
    service.kill9();
    waiting.awaitOver().expectOnly(200, 202);
    hurried.awaitOver().expectOnly(202);
    expectCarriedOn(restored(made), before);
  }

  /** Where everything is that the copy has, sagas that were under way in it included. */
  private void expectCarriedOn(Path directory, Set<String> acknowledged) {
    services.start(
        launch().withEnvironment("RESERVATIONS_DATA_DIR", directory.toString()).onAnotherPort());
    LedgerProbe ledger = new EmbeddedLedgerProbe(directory);
    new Books(ledger)
        .awaitSettled()
        .expectConfirmed(acknowledged)
        .expectBalanced()
        .awaitAnnounced();
  }

  private Path restored(Answer made) throws IOException {
    Path directory = Files.createDirectory(services.directory().resolve("restored"));
    Path copy = backups().resolve(made.text("file"));
    assertThat(copy).hasSize(made.json().path("bytes").asLong());
    try (var files = Files.list(backups())) {
      assertThat(files).containsExactly(copy);
    }
    Files.copy(copy, directory.resolve("engine.db"));
    return directory;
  }

  /** Nothing is left, and the service goes on. */
  @Test
  void saysThatThereIsNoRoomForIt() throws IOException {
    Files.createDirectories(backups());
    ServiceProcess service =
        services.start(
            launch().within(Mounts.of(backups().toString(), "mount -t tmpfs -o size=64k none $0")));
    service.client().reserveFlight(TRIP).expect(200);

    Operator.of(service).post("/backups").expectProblem(500);

    Path seen = Path.of("/proc/" + service.pid() + "/root" + backups());
    assertThat(seen).isEmptyDirectory();
    assertThat(service.isReady()).isTrue();
    service.client().reserveFlight(TRIP).expect(200);
    assertThat(Complaint.linesOf(service.log()))
        .anyMatch(line -> line.contains("The backup could not be made"));
  }

  /** Nobody waits for a copy that may take minutes. */
  @Test
  void givesUpWhenTheServiceIsToldToStop() throws Exception {
    ServiceProcess first = services.start(launch());
    first.terminate();
    assertThat(first.awaitEnd(ENDS_WITHIN)).isZero();
    fill(services.directory().resolve("data/engine.db"));
    ServiceProcess service = services.restart(first);
    CompletableFuture<Answer> asked = Operator.of(service).postAsync("/backups");
    await("the backup to begin")
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Files.exists(backups().resolve("unfinished")));

    service.terminate();

    assertThat(service.awaitEnd(ENDS_WITHIN)).isZero();
    assertThat(asked.join().expectProblem(500).text("type")).isEqualTo("/problems/backup-failed");
    assertThat(backups()).isEmptyDirectory();
  }

  /** With enough for a copy to take its time. */
  private static void fill(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ballast (bytes BLOB)");
      statement.execute(
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
              + " INSERT INTO ballast SELECT zeroblob(1000000) FROM n");
    }
  }

  /** The other way: stop the service, and copy the file that it leaves. */
  @Test
  void isOneFileOnceTheServiceHasStopped() throws IOException {
    ServiceProcess service = services.start(launch());
    String id = service.client().reserveFlight(TRIP).expect(200).reservationId();
    service.terminate();
    assertThat(service.awaitEnd(ENDS_WITHIN)).isZero();
    Path data = services.directory().resolve("data");
    try (var files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("engine.db", "engine.lock");
    }
    Path directory = Files.createDirectory(services.directory().resolve("restored"));
    Files.copy(data.resolve("engine.db"), directory.resolve("engine.db"));

    expectCarriedOn(directory, Set.of(id));
  }

  @Test
  void refusesADirectoryThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(services.directory().resolve("a-file"), "in the way");
    ServiceProcess service =
        services.begin(services.launch().with("reservations.backup.dir", file.resolve("below")));

    assertThat(service.awaitEnd(ENDS_WITHIN)).isNotZero();
    assertThat(Complaint.linesOf(service.log()))
        .singleElement()
        .asString()
        .contains("reservations.backup.dir", file.toString(), "may write to");
  }

  private Launch launch() {
    return Operator.known(services.launch())
        .with("reservations.backup.dir", backups())
        .sweepingOften();
  }

  private Path backups() {
    return services.directory().resolve("backups");
  }
}
