package travel.saga.engine.store.sqlite;

import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_FAILED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_PENDING;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  @Test
  void beginsAndEndsNearTheRowsOfATime() {
    List<Change> many = new ArrayList<>();
    for (int minute = 0; minute < SqliteInstanceList.LOOKED_THROUGH + 2000; minute++) {
      many.add(change("i-" + minute, "w", ORCHESTRATION_STATUS_COMPLETED, at(minute), 1));
    }
    storage.histories().commit(many).join();

    Page some = page(created(at(100), at(103)), 5);
    assertThat(ids(some)).containsExactly("i-102", "i-101", "i-100");
    assertThat(some.next()).as("nothing else is looked through").isNull();
    Page first = page(created(at(100), at(103)), 2);
    assertThat(ids(behind(first, created(at(100), at(103)), 2))).containsExactly("i-100");
    assertThat(ids(page(created(null, at(2)), 5))).containsExactly("i-1", "i-0");
    assertThat(ids(page(created(at(11_998).plusMillis(1), null), 5))).containsExactly("i-11999");
    assertThat(ids(page(created(at(12_000), null), 5))).isEmpty();
    assertThat(ids(page(created(at(5), at(5)), 5))).isEmpty();
  }

  @Test
  void isNotMisledByIdsThatWereStartedAgain() {
    for (int minute = 0; minute < 300; minute++) {
      boolean again = minute % 3 == 0 || (minute > 120 && minute < 280);
      put(
          change(
              "i-" + minute,
              "w",
              ORCHESTRATION_STATUS_RUNNING,
              again ? at(10_000) : at(minute),
              again ? 2 : 1));
    }

    assertThat(ids(page(created(at(50), at(54)), 9))).containsExactly("i-53", "i-52", "i-50");
    assertThat(ids(page(created(null, at(290)), 3))).containsExactly("i-289", "i-287", "i-286");
    assertThat(ids(page(created(at(10), at(12)), 3))).containsExactly("i-11", "i-10");
  }

  @Test
  void countsByStatusWhatBecomesOfInstances() {
    put("a", "w", ORCHESTRATION_STATUS_RUNNING);
    put("b", "w", ORCHESTRATION_STATUS_RUNNING);
    put("c", "w", ORCHESTRATION_STATUS_FAILED);
    assertThat(list().counts().join())
        .isEqualTo(Map.of(ORCHESTRATION_STATUS_RUNNING, 2L, ORCHESTRATION_STATUS_FAILED, 1L));

    put(new Change.Advance(instance(2, "b", ORCHESTRATION_STATUS_COMPLETED, 1), 0, List.of()));
    put(new Change.Advance(instance(1, "a", ORCHESTRATION_STATUS_RUNNING, 1), 0, List.of()));
    put(new Change.Purge(3, 1));
    put(new Change.Renew(instance(2, "b", ORCHESTRATION_STATUS_PENDING, 2), 0));
    assertThat(list().counts().join())
        .isEqualTo(Map.of(ORCHESTRATION_STATUS_RUNNING, 1L, ORCHESTRATION_STATUS_PENDING, 1L));
  }

  @Test
  void findsThoseThatThereAre() {
    put("a", "w", ORCHESTRATION_STATUS_RUNNING);
    put("b", "w", ORCHESTRATION_STATUS_FAILED);

    assertThat(list().find(List.of("b", "c")).join())
        .extracting(row -> row.identity().id(), row -> row.progress().status())
        .containsExactly(tuple("b", ORCHESTRATION_STATUS_FAILED));
  }

  private static Instant at(int minute) {
    return NOW.plus(Duration.ofMinutes(minute));
  }

  private static Filter created(@Nullable Instant from, @Nullable Instant before) {
    return new Filter(Set.of(), null, null, new Period(from, before));
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

  private void put(Change change) {
    storage.histories().commit(List.of(change)).join();
  }

  private Change change(String id, String workflow, OrchestrationStatus status) {
    return change(id, workflow, status, NOW, 1);
  }

  private Change change(
      String id, String workflow, OrchestrationStatus status, Instant created, int generation) {
    return new Change.Create(
        new Instance(
            new Identity(++row, id, generation, "e", workflow),
            new Progress(status, created, created, null, null),
            Payloads.of(null),
            Extent.none(0)));
  }

  private static Instance instance(
      long row, String id, OrchestrationStatus status, int generation) {
    return new Instance(
        new Identity(row, id, generation, "e", "w"),
        new Progress(status, NOW, NOW, null, null),
        Payloads.of(null),
        Extent.none(0));
  }
}
