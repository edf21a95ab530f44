package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;

/** The protocol as a worker sees it, without an SDK in between. */
class WorkItemTest extends RawWorkerTest {
  @Test
  void showsANewRunAsTheStartOfATurnAndItsBeginning() throws Exception {
    start("one");
    WorkItem turn = worker.next();
    assertThat(turn.getCompletionToken()).isNotEmpty();
    assertThat(turn.getOrchestratorRequest().getPastEventsList()).isEmpty();
    assertThat(kinds(turn.getOrchestratorRequest().getNewEventsList()))
        .containsExactly(EventTypeCase.ORCHESTRATORSTARTED, EventTypeCase.EXECUTIONSTARTED);
  }

  @Test
  void answersAStartOnlyOnceTheFirstTurnIsDone() throws Exception {
    var starting = startAsync("one");
    WorkItem turn = worker.next();
    assertThat(starting.isDone()).isFalse();
    worker.answer(turn, activity(0, "a"));
    starting.get(20, TimeUnit.SECONDS);
    assertThat(state("one").getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
  }

  @Test
  void ignoresTheSecondOutcomeOfAnActivity() throws Exception {
    start("one");
    worker.answer(worker.next(), activity(0, "a"));
    WorkItem task = worker.next();
    worker.stub.completeActivityTask(
        RawWorker.answer(task).setResult(StringValue.of("first")).build());
    worker.stub.completeActivityTask(
        RawWorker.answer(task).setResult(StringValue.of("second")).build());
    worker.answer(worker.next(), complete(1, "done"));
    assertThat(history("one").stream().filter(HistoryEvent::hasTaskCompleted))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getTaskCompleted().getResult().getValue()).isEqualTo("first"));
  }

  @Test
  void ignoresTheSecondAnswerToATurn() throws Exception {
    start("one");
    WorkItem turn = worker.next();
    worker.answer(turn, activity(0, "a"));
    worker.answer(turn, complete(0, "too late"));
    worker.next();
    assertThat(state("one").getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
  }

  @Test
  void ignoresAnAnswerWithATokenOfAnEarlierOpening() throws Exception {
    start("one");
    WorkItem old = worker.next();
    close();
    open();
    WorkItem again = worker.next();
    worker.answer(old, complete(0, "of the old opening"));
    worker.answer(again, complete(0, "of the new one"));
    assertThat(state("one").getOutput().getValue()).isEqualTo("of the new one");
  }

  @Test
  void handsAnActivityOfAWorkerThatWentToTheNextUnderTheSameId() throws Exception {
    start("one");
    worker.answer(worker.next(), activity(0, "a"));
    WorkItem first = worker.next();
    worker.close();
    worker = new RawWorker(channel);
    WorkItem second = worker.next();
    assertThat(second.getActivityRequest().getTaskExecutionId())
        .isEqualTo(first.getActivityRequest().getTaskExecutionId());
    worker.stub.completeActivityTask(
        RawWorker.answer(first).setResult(StringValue.of("late")).build());
    worker.stub.completeActivityTask(
        RawWorker.answer(second).setResult(StringValue.of("right")).build());
    WorkItem turn = worker.next();
    assertThat(
            turn.getOrchestratorRequest().getNewEvents(1).getTaskCompleted().getResult().getValue())
        .isEqualTo("right");
  }

  @Test
  void handsATurnOfAWorkerThatWentToTheNext() throws Exception {
    start("one");
    worker.next();
    worker.close();
    worker = new RawWorker(channel);
    worker.answer(worker.next(), complete(0, "done"));
    assertThat(state("one").getOutput().getValue()).isEqualTo("done");
  }

  @Test
  void neverRepeatsOrTurnsBackTheTimeOfATurnUnderOneId() throws Exception {
    long last = 0;
    for (int round = 0; round < 20; round++) {
      start("one");
      WorkItem turn = worker.next();
      long millis =
          Events.instant(turn.getOrchestratorRequest().getNewEvents(0).getTimestamp())
              .toEpochMilli();
      assertThat(millis).isGreaterThan(last);
      last = millis;
      worker.answer(turn, complete(0, "done"));
      if (round % 5 == 4) {
        worker.stub.purgeInstances(PurgeInstancesRequest.newBuilder().setInstanceId("one").build());
      }
    }
  }

  @Test
  void carriesTheCallersTraceToTheActivities() throws Exception {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), parent);
    var traced =
        TaskHubSidecarServiceGrpc.newFutureStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .startInstance(request("one"));
    worker.answer(worker.next(), activity(0, "a"));
    traced.get(20, TimeUnit.SECONDS);
    assertThat(worker.next().getActivityRequest().getParentTraceContext().getTraceParent())
        .isEqualTo(parent);
  }

  @Test
  void keepsToTheLimitOfActivities() throws Exception {
    close();
    open(EngineSettings.of(directory).withMaxConcurrentActivities(2));
    startAsync("one");
    worker.answer(worker.next(), activity(0, "a"), activity(1, "a"), activity(2, "a"));
    WorkItem first = worker.next();
    worker.next();
    assertThat(worker.hasNone()).isTrue();
    worker.stub.completeActivityTask(RawWorker.answer(first).build());
    List<WorkItem> rest = List.of(worker.next(), worker.next());
    assertThat(rest).anyMatch(WorkItem::hasActivityRequest);
  }

  @Test
  void handsOutAnUnansweredTurnAgainAndFailsTheRunInTheEnd() throws Exception {
    close();
    open(EngineSettings.of(directory).withWatchdog(Duration.ofMillis(50)));
    startAsync("one");
    for (int i = 0; i < 5; i++) {
      worker.next();
    }
    OrchestrationState state =
        worker
            .stub
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .waitForInstanceCompletion(get("one"))
            .getOrchestrationState();
    assertThat(state.getFailureDetails().getErrorType()).isEqualTo("WorkflowTaskTimeout");
  }

  @Test
  void ignoresTheAnswerToATurnOfATerminatedRun() throws Exception {
    start("one");
    WorkItem turn = worker.next();
    worker.stub.terminateInstance(
        TerminateRequest.newBuilder()
            .setInstanceId("one")
            .setOutput(StringValue.of("stopped"))
            .build());
    worker.answer(turn, complete(0, "done"));
    assertThat(state("one").getOutput().getValue()).isEqualTo("stopped");
  }

  @Test
  void startsATerminatedIdAfreshWhileAnActivityOfTheOldRunIsStillOut() throws Exception {
    start("one");
    worker.answer(worker.next(), activity(0, "a"));
    WorkItem old = worker.next();
    worker.stub.terminateInstance(TerminateRequest.newBuilder().setInstanceId("one").build());
    start("one");
    worker.answer(worker.next(), activity(0, "a"));
    WorkItem task = worker.next();
    worker.stub.completeActivityTask(
        RawWorker.answer(old).setResult(StringValue.of("of the old run")).build());
    worker.stub.completeActivityTask(
        RawWorker.answer(task).setResult(StringValue.of("of the new run")).build());
    var outcome = worker.next().getOrchestratorRequest().getNewEvents(1).getTaskCompleted();
    assertThat(outcome.getResult().getValue()).isEqualTo("of the new run");
  }

  @Test
  void listsItsInstancesPageByPage() throws Exception {
    for (String id : List.of("one", "two", "three")) {
      startAsync(id);
      worker.answer(worker.next(), complete(0, "done"));
    }
    ListInstanceIDsResponse first =
        worker.stub.listInstanceIDs(ListInstanceIDsRequest.newBuilder().setPageSize(2).build());
    assertThat(first.getInstanceIdsList()).containsExactly("one", "two");
    ListInstanceIDsResponse last =
        worker.stub.listInstanceIDs(
            ListInstanceIDsRequest.newBuilder()
                .setPageSize(2)
                .setContinuationToken(first.getContinuationToken())
                .build());
    assertThat(last.getInstanceIdsList()).containsExactly("three");
    assertThat(last.hasContinuationToken()).isFalse();
    assertThatThrownBy(() -> history("missing"))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("no such instance exists");
  }

  @Test
  void startsARunThatIsForLaterWhenItsTimeHasCome() throws Exception {
    Instant due = Instant.now().plusMillis(400);
    worker.stub.startInstance(
        request("one").toBuilder().setScheduledStartTimestamp(Events.timestamp(due)).build());
    assertThat(state("one").getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING);
    worker.answer(worker.next(), complete(0, "done"));
    assertThat(Instant.now()).isAfterOrEqualTo(due);
  }

  @Test
  void endsTheStreamsAsUnavailableWhenItCloses() throws Exception {
    engine.close();
    Status status = worker.ended.get(20, TimeUnit.SECONDS);
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void leavesNothingBehindAfterAPurge() throws Exception {
    start("one");
    worker.answer(
        worker.next(), activity(0, "a"), Actions.timer(1, Instant.now().plusSeconds(900)));
    worker.stub.terminateInstance(TerminateRequest.newBuilder().setInstanceId("one").build());
    worker.stub.purgeInstances(PurgeInstancesRequest.newBuilder().setInstanceId("one").build());
    close();
    for (String table : List.of("instance", "history", "inbox", "task", "timer")) {
      assertThat(DataFile.count(directory, table)).as(table).isZero();
    }
    open(EngineSettings.of(directory));
  }

  private void start(String id) {
    startAsync(id);
  }

  private java.util.concurrent.Future<?> startAsync(String id) {
    return TaskHubSidecarServiceGrpc.newFutureStub(channel).startInstance(request(id));
  }

  private static CreateInstanceRequest request(String id) {
    return CreateInstanceRequest.newBuilder().setInstanceId(id).setName("it").build();
  }

  private static GetInstanceRequest get(String id) {
    return GetInstanceRequest.newBuilder().setInstanceId(id).setGetInputsAndOutputs(true).build();
  }

  private OrchestrationState state(String id) {
    return worker.stub.getInstance(get(id)).getOrchestrationState();
  }

  private List<HistoryEvent> history(String id) {
    return worker
        .stub
        .getInstanceHistory(GetInstanceHistoryRequest.newBuilder().setInstanceId(id).build())
        .getEventsList();
  }

  private static List<EventTypeCase> kinds(List<HistoryEvent> events) {
    return events.stream().map(HistoryEvent::getEventTypeCase).toList();
  }
}
