package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data file that the disk has damaged, or lost, while the service was down. */
class DamagedFileTest {
  private static final int PAGE = 4096;
  private static final int HEADER = 100;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void fill() throws Exception {
    file = directory.resolve("engine.db");
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness worker = worker(engine)) {
      for (int i = 0; i < 20; i++) {
        end(worker, "old-" + i, "x".repeat(1_000));
      }
      schedule(worker, "waits", "open", "");
      schedule(worker, "sleeps", "asleep", "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"magic", "page size", "schema", "whole first page"})
  void doesNotStartOnADamagedHeaderOrSchema(String what) throws Exception {
    switch (what) {
      case "magic" -> flip(0, 16);
      case "page size" -> flip(16, 2);
      case "schema" -> flip(HEADER, PAGE - HEADER);
      default -> flip(0, PAGE);
    }
    assertRefused("is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inbox", "task", "timer", "meta"})
  void doesNotStartOnADamagedPageThatItReadsAtStart(String table) throws Exception {
    flipRootOf(table);
    assertRefused("is damaged");
  }

  @Test
  void stopsStoringOnceItMeetsADamagedIndex() throws Exception {
    flipRootOf("sqlite_autoindex_instance_1"); // by which ids are found
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness worker = worker(engine)) {
      assertThatThrownBy(() -> schedule(worker, "ends", "new", ""))
          .hasMessageContaining("UNAVAILABLE");
      await().until(() -> engine.trouble().orElse("").contains("is damaged"));
    }
  }

  /** A page of histories: nothing at start needs it. */
  @Test
  void stopsStoringOnceItMeetsADamagedPageAndStaysUpForReading() throws Exception {
    flipRootOf("history");
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness worker = worker(engine)) {
      assertThat(worker.client().getInstanceMetadata("old-1", true).readOutputAs(String.class))
          .startsWith("x");
      assertThatThrownBy(() -> worker.client().raiseEvent("open", "go", "now"))
          .hasMessageContaining("UNAVAILABLE");
      String trouble = engine.trouble().orElseThrow();
      assertThat(trouble).contains(file.toString(), "is damaged", "restore a backup", ".recover");
      assertThatThrownBy(() -> schedule(worker, "ends", "new", ""))
          .hasMessageContaining("is damaged");
      assertThat(worker.client().getInstanceMetadata("old-1", false).isInstanceFound()).isTrue();
      assertThat(worker.client().getInstanceMetadata("new", false).isInstanceFound()).isFalse();
    }
  }

  @Test
  void copiesNoDamage(@TempDir Path backups) throws Exception {
    flipRootOf("history");
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory))) {
      assertThatThrownBy(() -> engine.backUp(backups)).hasMessageContaining("malformed");
      assertThat(backups).isEmptyDirectory();
      assertThat(engine.trouble().orElseThrow()).contains("is damaged");
    }
  }

  /** SQLite has no checksums: what is in a page may be changed, and its frame be whole. */
  @Test
  void stopsStoringOnceItMeetsAHistoryThatCannotBeRead() throws Exception {
    DataFile.execute(directory, "UPDATE history SET events = x'ffffffff'");
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness worker = worker(engine)) {
      assertThatThrownBy(() -> worker.client().raiseEvent("open", "go", "now"))
          .hasMessageContaining("UNAVAILABLE");
      assertThat(engine.trouble().orElseThrow()).contains("is damaged", "unreadable");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesNotMakeAFileAnewThatHasGone(boolean emptied) throws Exception {
    if (emptied) {
      Files.write(file, new byte[0]);
    } else {
      Files.delete(file);
    }
    for (int start = 0; start < 3; start++) {
      assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
          .isInstanceOf(EngineStartException.class)
          .hasMessageContaining(file + " is missing or empty")
          .hasMessageContaining("restore it from a backup");
      assertThat(file.toFile().length()).isZero();
    }
  }

  /** SQLite would delete it. */
  @Test
  void leavesALogAloneWhoseFileIsMissing() throws Exception {
    Path log = directory.resolve("engine.db-wal");
    Files.delete(file);
    Files.delete(directory.resolve("engine.lock"));
    Files.write(log, new byte[100]);
    assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
        .hasMessageContaining("is missing or empty");
    assertThat(log).hasSize(100);
  }

  /** Again and again, and each time the evidence stays as it was. */
  private void assertRefused(String state) throws IOException {
    Map<Path, byte[]> before = data();
    for (int start = 0; start < 3; start++) {
      assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
          .isInstanceOf(EngineStartException.class)
          .hasMessageContaining(file + " " + state)
          .hasMessageContaining("restore a backup")
          .hasMessageContaining("sqlite3 engine.db .recover");
    }
    Map<Path, byte[]> after = data();
    before.forEach((path, bytes) -> assertThat(after.get(path)).as("%s", path).isEqualTo(bytes));
  }

  /** The file, and its log if there is one with something in it. */
  private Map<Path, byte[]> data() throws IOException {
    Map<Path, byte[]> data = new HashMap<>();
    for (Path path : Stream.of("engine.db", "engine.db-wal").map(directory::resolve).toList()) {
      if (path.toFile().length() > 0) {
        data.put(path, Files.readAllBytes(path));
      }
    }
    return data;
  }

  private void flipRootOf(String table) throws SQLException, IOException {
    long page =
        DataFile.number(
            directory, "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
    flip((int) (page - 1) * PAGE, PAGE);
  }

  private void flip(int from, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = from; i < from + count; i++) {
      bytes[i] ^= (byte) 0xff;
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length));
  }

  private static WorkerHarness worker(EmbeddedEngine engine) {
    return WorkerHarness.on(engine)
        .workflow("ends", ctx -> ctx.complete(ctx.getInput(String.class)))
        .workflow("waits", ctx -> ctx.complete(ctx.waitForExternalEvent("go").await()))
        .workflow("sleeps", ctx -> ctx.createTimer(java.time.Duration.ofDays(1)).await())
        .start();
  }

  private static void end(WorkerHarness worker, String id, String input) throws Exception {
    schedule(worker, "ends", id, input);
    worker.client().waitForInstanceCompletion(id, EngineTest.LONG, false);
  }

  private static void schedule(WorkerHarness worker, String workflow, String id, String input) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            workflow, new NewOrchestrationInstanceOptions().setInstanceId(id).setInput(input));
  }
}
