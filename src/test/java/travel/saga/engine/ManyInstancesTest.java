package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.Scale;

/** A hundred thousand workflows that have ended, in the file of an engine that goes on. */
class ManyInstancesTest extends RawWorkerTest {
  private static final int INSTANCES = 100_000;
  private static final int EXPIRED = Scale.of(2_000, INSTANCES / 2);
  private static final int PAGE = 1024;

  @Test
  void startsListsAndPurgesAmongAHundredThousand() throws Exception {
    runOne("old-1");
    close();
    multiply();
    open();

    runOne("new");
    List<String> ids = list();
    assertThat(ids).hasSize(INSTANCES + 1).doesNotHaveDuplicates().startsWith("old-1", "old-2");
    assertThat(ids).endsWith("old-" + INSTANCES, "new");
    assertThat(purge("old-" + INSTANCES)).isEqualTo(1);
    assertThat(isThere("old-" + INSTANCES)).isFalse();
    assertThat(isThere("old-1")).isTrue();
  }

  @Test
  void purgesThousandsThatHaveExpiredWhileOtherWorkGoesOn() throws Exception {
    runOne("old-1");
    close();
    multiply();
    DataFile.execute(
        directory, "UPDATE instance SET purge_at_millis = 1 WHERE iid > " + (INSTANCES - EXPIRED));
    open();
    int meanwhile = 0;
    while (isThere("old-" + INSTANCES)) {
      runOne("meanwhile-" + meanwhile++);
    }
    assertThat(meanwhile).isPositive();
    int left = INSTANCES - EXPIRED + meanwhile;
    await().atMost(Duration.ofMinutes(2)).until(() -> list().size() == left);
    assertThat(list()).contains("old-1", "old-" + (INSTANCES - EXPIRED), "meanwhile-0");
  }

  /** As many of the first, which has ended. */
  private void multiply() throws SQLException {
    String numbers =
        "WITH RECURSIVE numbers (n) AS"
            + " (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < "
            + INSTANCES
            + ") ";
    DataFile.execute(
        directory,
        numbers
            + "INSERT INTO instance SELECT n, 'old-' || n, generation, execution_id, name, status,"
            + " created_millis, updated_millis, completed_millis, start_at_millis, input, output,"
            + " custom_status, failure, history_length, history_bytes, last_turn_millis,"
            + " purge_at_millis, NULL"
            + " FROM numbers CROSS JOIN instance WHERE iid = 1");
    DataFile.execute(
        directory,
        numbers
            + "INSERT INTO history SELECT n, seq, events"
            + " FROM numbers CROSS JOIN history WHERE iid = 1");
  }

  private void runOne(String id) throws InterruptedException {
    var starting = startAsync(id, "x".repeat(200));
    worker.answer(worker.next(), activity(0, "a"));
    worker.stub.completeActivityTask(RawWorker.answer(worker.next()).build());
    worker.answer(worker.next(), complete(1, "done"));
    assertThat(starting).succeedsWithin(Duration.ofSeconds(8));
  }

  private List<String> list() {
    List<String> ids = new ArrayList<>();
    ListInstanceIDsResponse page = page("");
    ids.addAll(page.getInstanceIdsList());
    while (page.hasContinuationToken()) {
      page = page(page.getContinuationToken());
      ids.addAll(page.getInstanceIdsList());
    }
    return ids;
  }

  private ListInstanceIDsResponse page(String token) {
    ListInstanceIDsRequest.Builder request = ListInstanceIDsRequest.newBuilder().setPageSize(PAGE);
    if (!token.isEmpty()) {
      request.setContinuationToken(token);
    }
    return worker.stub.withDeadlineAfter(Duration.ofSeconds(10)).listInstanceIDs(request.build());
  }

  private int purge(String id) {
    return worker
        .stub
        .withDeadlineAfter(Duration.ofSeconds(10))
        .purgeInstances(PurgeInstancesRequest.newBuilder().setInstanceId(id).build())
        .getDeletedInstanceCount();
  }

  private boolean isThere(String id) {
    return worker
        .stub
        .withDeadlineAfter(Duration.ofSeconds(10))
        .getInstance(GetInstanceRequest.newBuilder().setInstanceId(id).build())
        .getExists();
  }
}
