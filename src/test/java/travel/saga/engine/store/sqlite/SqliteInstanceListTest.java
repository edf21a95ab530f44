package travel.saga.engine.store.sqlite;

import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_FAILED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.InstanceList.Filter;
import travel.saga.engine.store.InstanceList.Page;
import travel.saga.engine.store.InstanceList.Period;
import travel.saga.engine.store.Synchronous;

class SqliteInstanceListTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;
  private SqliteStorage storage;
  private long row;

  @BeforeEach
  void open() {
    storage = SqliteStorage.open(directory.resolve("data.db"), Synchronous.NORMAL, Runnable::run);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void tellsNothingOfNothing() {
    assertThat(page(Filter.ALL, 5)).isEqualTo(new Page(List.of(), null));
  }

  @Test
  void beginsWithTheNewestAndGoesOnWhereAPageEnded() {
    put("a", "w", ORCHESTRATION_STATUS_COMPLETED);
    put("b", "w", ORCHESTRATION_STATUS_COMPLETED);
    put("c", "w", ORCHESTRATION_STATUS_RUNNING);

    Page first = page(Filter.ALL, 2);
    put("d", "w", ORCHESTRATION_STATUS_RUNNING);
    Page second = behind(first, Filter.ALL, 2);

    assertThat(ids(first)).containsExactly("c", "b");
    assertThat(ids(second)).as("what came meanwhile belongs before").containsExactly("a");
    assertThat(second.next()).isNull();
    assertThat(first.rows().get(0).progress().status()).isEqualTo(ORCHESTRATION_STATUS_RUNNING);
  }

  @Test
  void keepsToAllThatIsAskedFor() {
    put("a", "v", ORCHESTRATION_STATUS_FAILED);
    put("b", "w", ORCHESTRATION_STATUS_FAILED);
    put("c", "w", ORCHESTRATION_STATUS_TERMINATED);
    put("ab", "w", ORCHESTRATION_STATUS_COMPLETED);

    var dead = Set.of(ORCHESTRATION_STATUS_FAILED, ORCHESTRATION_STATUS_TERMINATED);
    assertThat(ids(page(new Filter(dead, null, null, Period.ALL), 9)))
        .containsExactly("c", "b", "a");
    assertThat(ids(page(new Filter(dead, "w", null, Period.ALL), 9))).containsExactly("c", "b");
    assertThat(ids(page(new Filter(Set.of(), "v", null, Period.ALL), 9))).containsExactly("a");
    assertThat(ids(page(new Filter(Set.of(), null, "b'%_", Period.ALL), 9))).isEmpty();
    assertThat(ids(page(new Filter(Set.of(ORCHESTRATION_STATUS_FAILED), "w", "b", Period.ALL), 9)))
        .containsExactly("b");
  }

  @Test
  void findsAPartOfAnIdAndForAWholeOneWhatFollowsFromIt() {
    put("r-1", "w", ORCHESTRATION_STATUS_COMPLETED);
    put("r-1~undo-1", "w", ORCHESTRATION_STATUS_COMPLETED);
    put("r-12", "w", ORCHESTRATION_STATUS_COMPLETED);
    put("r-1~undo-2", "w", ORCHESTRATION_STATUS_FAILED);

    assertThat(ids(page(text("-1"), 9))).containsExactly("r-1~undo-2", "r-12", "r-1~undo-1", "r-1");
    assertThat(ids(page(text("r-1"), 9))).containsExactly("r-1~undo-2", "r-1~undo-1", "r-1");
    assertThat(page(text("r-1"), 9).next()).isNull();
    Page first = page(text("r-1"), 2);
    assertThat(ids(behind(first, text("r-1"), 2))).containsExactly("r-1");
    assertThat(
            ids(page(new Filter(Set.of(ORCHESTRATION_STATUS_FAILED), null, "r-1", Period.ALL), 9)))
        .containsExactly("r-1~undo-2");
  }

  @Test
  void looksThroughSoManyRowsAndNoMore() {
    put("old", "rare", ORCHESTRATION_STATUS_COMPLETED);
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < SqliteInstanceList.LOOKED_THROUGH; i++) {
      many.add(change("i-" + i, "w", ORCHESTRATION_STATUS_COMPLETED));
    }
    storage.histories().commit(many).join();

    Page first = page(new Filter(Set.of(), "rare", null, Period.ALL), 5);
    assertThat(first.rows()).isEmpty();
    assertThat(first.next()).isNotNull();
    Page second = behind(first, new Filter(Set.of(), "rare", null, Period.ALL), 5);
    assertThat(ids(second)).containsExactly("old");
    assertThat(second.next()).isNull();
  }

  private InstanceList list() {
    return storage.instances();
  }

  private Page page(Filter filter, int limit) {
    return list().newest(filter, InstanceList.NEWEST, limit).join();
  }

  private Page behind(Page before, Filter filter, int limit) {
    return list().newest(filter, Objects.requireNonNull(before.next()), limit).join();
  }

  private static Filter text(String text) {
    return new Filter(Set.of(), null, text, Period.ALL);
  }

  private static List<String> ids(Page page) {
    return page.rows().stream().map(row -> row.identity().id()).toList();
  }

  private void put(String id, String workflow, OrchestrationStatus status) {
    storage.histories().commit(List.of(change(id, workflow, status))).join();
  }

  private Change change(String id, String workflow, OrchestrationStatus status) {
    return new Change.Create(
        new Instance(
            new Identity(++row, id, 1, "e", workflow),
            new Progress(status, NOW, NOW, null, null),
            Payloads.of(null),
            Extent.none(0)));
  }
}
