package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.TaskOrchestration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.StoreException;

/** A copy that is made under an engine which works. */
class BackupTest extends EngineTest {
  private static final TaskOrchestration WAITING =
      ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await());

  @TempDir Path backups;
  @TempDir Path elsewhere;

  @BeforeEach
  void beginSomething() {
    worker.workflow("it", WAITING).start();
    schedule(worker, "before");
  }

  @Test
  void carriesOnWhatHadBegunBeforeAndKnowsNothingOfWhatCameLater() throws Exception {
    Backup backup = engine.backUp(backups);
    schedule(worker, "after");

    assertThat(filesIn(backups)).containsExactly(backup.file());
    assertThat(backups.resolve(backup.file())).hasSize(backup.bytes());
    Files.copy(backups.resolve(backup.file()), elsewhere.resolve("engine.db"));
    try (EmbeddedEngine restored = EmbeddedEngine.start(EngineSettings.of(elsewhere));
        WorkerHarness other = WorkerHarness.on(restored).workflow("it", WAITING).start()) {
      other.client().raiseEvent("before", "go", "on");
      var end = other.client().waitForInstanceCompletion("before", LONG, true);
      assertThat(end.readOutputAs(String.class)).isEqualTo("on");
      assertThat(other.client().getInstanceMetadata("after", false).isInstanceFound()).isFalse();
    }
  }

  @Test
  void takesTheRoomOfWhatAKilledProcessHasLeft() throws IOException {
    Files.writeString(backups.resolve("unfinished"), "half a copy");

    Backup backup = engine.backUp(backups);

    assertThat(filesIn(backups)).containsExactly(backup.file());
  }

  @Test
  void leavesNothingAndHarmsNothingWhereItCannotBeWritten() throws IOException {
    Path gone = backups.resolve("gone");

    assertThatThrownBy(() -> engine.backUp(gone)).isInstanceOf(StoreException.class);

    assertThat(engine.trouble()).isEmpty();
    schedule(worker, "after");
    assertThat(engine.backUp(backups).bytes()).isPositive();
  }

  @Test
  void isGivenUpWhenTheEngineStops() throws Exception {
    worker.close();
    engine.close();
    DataFile.execute(directory, "CREATE TABLE ballast (bytes BLOB)");
    DataFile.execute(
        directory,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
            + " INSERT INTO ballast SELECT randomblob(1000000) FROM n");
    engine = EmbeddedEngine.start(EngineSettings.of(directory));
    var copy = CompletableFuture.supplyAsync(this::copied);
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Files.exists(backups.resolve("unfinished")));

    engine.endBackups();

    assertThat(copy).failsWithin(LONG).withThrowableThat().withMessageContaining("interrupt");
    assertThat(filesIn(backups)).isEmpty();
    assertThatThrownBy(() -> engine.backUp(backups)).hasMessageContaining("closed");
    assertThat(engine.trouble()).isEmpty();
  }

  private Backup copied() {
    try {
      return engine.backUp(backups);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void schedule(WorkerHarness worker, String id) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            "it", new NewOrchestrationInstanceOptions().setInstanceId(id));
  }
}
