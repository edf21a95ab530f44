package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.Task;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new run goes on from an action of one that has ended. */
class RerunTest extends EngineTest {
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void startWorker() {
    worker
        .activity(
            "step",
            ctx -> {
              ran.add(ctx.getInput(String.class));
              return ctx.getInput(String.class).toUpperCase(java.util.Locale.ROOT);
            })
        .workflow(
            "chain",
            ctx -> {
              StringBuilder all = new StringBuilder();
              for (String step : List.of("a", "b", "c")) {
                all.append(ctx.callActivity("step", step, String.class).await());
              }
              ctx.complete(all.toString());
            })
        .workflow(
            "fan",
            ctx -> {
              List<Task<String>> steps = new ArrayList<>();
              for (String step : List.of("a", "b", "c", "d")) {
                steps.add(ctx.callActivity("step", step, String.class));
              }
              ctx.complete(String.join("", ctx.allOf(steps).await()));
            })
        .workflow(
            "rests",
            ctx -> {
              ctx.createTimer(Duration.ofMillis(20)).await();
              ctx.complete("rested");
            })
        .workflow("child", ctx -> ctx.complete("child " + ctx.getInput(String.class)))
        .workflow(
            "parent",
            ctx -> {
              String one =
                  ctx.callSubOrchestrator("child", "one", "kid", null, String.class).await();
              ctx.complete(one);
            })
        .workflow("waits", ctx -> ctx.waitForExternalEvent("go").await())
        .start();
  }

  @Test
  void doesTheActionAnewAndWhatComesAfterItAndNothingBefore() throws Exception {
    assertThat(run("chain")).isEqualTo("ABC");
    ran.clear();
    stub()
        .rerunWorkflowFromEvent(
            request(1, "again").setOverwriteInput(true).setInput(StringValue.of("\"x\"")).build());
    assertThat(output("again")).isEqualTo("AXC");
    assertThat(ran).containsExactly("x", "c");
    HistoryEvent first = history("again").get(1);
    assertThat(first.getExecutionStarted().getOrchestrationInstance().getInstanceId())
        .isEqualTo("again");
    assertThat(history("again"))
        .filteredOn(HistoryEvent::hasTaskScheduled)
        .anyMatch(
            event ->
                event
                    .getTaskScheduled()
                    .getRerunParentInstanceInfo()
                    .getInstanceID()
                    .equals("source"));
    assertThat(output("source")).isEqualTo("ABC");
  }

  @Test
  void doesWhatHadNoOutcomeThenAnewToo() throws Exception {
    assertThat(run("fan")).isEqualTo("ABCD");
    ran.clear();
    stub().rerunWorkflowFromEvent(request(2, "again").build());
    assertThat(output("again")).isEqualTo("ABCD");
    assertThat(ran).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void givesTheNewRunAnIdOfItsOwnIfNoneIsGiven() throws Exception {
    run("rests");
    String id =
        stub()
            .rerunWorkflowFromEvent(
                RerunWorkflowFromEventRequest.newBuilder()
                    .setSourceInstanceID("source")
                    .setEventID(0)
                    .build())
            .getNewInstanceID();
    assertThat(output(id)).isEqualTo("rested");
  }

  @Test
  void beginsAChildAnewUnderANewId() throws Exception {
    assertThat(run("parent")).isEqualTo("child one");
    stub()
        .rerunWorkflowFromEvent(
            request(0, "again").setOverwriteInput(true).setInput(StringValue.of("\"2\"")).build());
    assertThat(output("again")).isEqualTo("child 2");
    assertThat(output("again:0000")).isEqualTo("child 2");
    stub()
        .rerunWorkflowFromEvent(
            request(0, "third").setNewChildWorkflowInstanceID("kid of third").build());
    assertThat(output("third")).isEqualTo("child one");
    assertThat(output("kid of third")).isEqualTo("child one");
  }

  @Test
  void tellsTheNewRunOfAChildThatCannotBegin() throws Exception {
    run("parent");
    schedule("waits", "taken");
    worker.client().waitForInstanceStart("taken", LONG);
    stub()
        .rerunWorkflowFromEvent(request(0, "again").setNewChildWorkflowInstanceID("taken").build());
    worker.client().waitForInstanceCompletion("again", LONG, false);
    assertThat(history("again"))
        .anyMatch(HistoryEvent::hasSubOrchestrationInstanceFailed)
        .noneMatch(HistoryEvent::hasSubOrchestrationInstanceCompleted);
  }

  @Test
  void refusesWhatCannotBeRun() throws Exception {
    run("rests");
    schedule("waits", "active");
    refused(request(0, "active"), "has already been created");
    refused(request(0, "source"), "differs");
    refused(request(7, "again"), "no action with the event ID '7'");
    refused(request(0, "again").setSourceInstanceID("active"), "not in a terminal state");
    refused(request(0, "again").setSourceInstanceID("missing"), "no such instance");
    refused(request(0, "again").setOverwriteInput(true), "cannot write input to timer");
    refused(
        request(0, "again").setNewChildWorkflowInstanceID("kid"),
        "cannot set new child workflow instance ID");
  }

  @Test
  void refusesToRunAChildAgainWithoutItsParent() throws Exception {
    run("parent");
    refused(request(0, "again").setSourceInstanceID("kid"), "cannot rerun from child-workflows");
  }

  private void refused(RerunWorkflowFromEventRequest.Builder request, String why) {
    assertThatThrownBy(() -> stub().rerunWorkflowFromEvent(request.build()))
        .hasMessageContaining(why);
  }

  private static RerunWorkflowFromEventRequest.Builder request(int eventId, String newId) {
    return RerunWorkflowFromEventRequest.newBuilder()
        .setSourceInstanceID("source")
        .setEventID(eventId)
        .setNewInstanceID(newId);
  }

  private TaskHubSidecarServiceBlockingStub stub() {
    return TaskHubSidecarServiceGrpc.newBlockingStub(worker.channel());
  }

  private List<HistoryEvent> history(String id) {
    return stub()
        .getInstanceHistory(GetInstanceHistoryRequest.newBuilder().setInstanceId(id).build())
        .getEventsList();
  }

  private String run(String workflow) throws Exception {
    schedule(workflow, "source");
    return output("source");
  }

  private void schedule(String workflow, String id) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            workflow, new NewOrchestrationInstanceOptions().setInstanceId(id));
  }

  private String output(String id) throws Exception {
    return worker.client().waitForInstanceCompletion(id, LONG, true).readOutputAs(String.class);
  }
}
