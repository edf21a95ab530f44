package travel.saga.dapr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.TaskOrchestrationExecutor;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactories;
import io.dapr.workflows.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/**
 * Runs one workflow with the SDK's real executor over a history in memory, turn by turn with a full
 * replay each, on a clock that only timers and the test move.
 */
public final class WorkflowHarness {
  /** The activities of a test. */
  @FunctionalInterface
  public interface Steps {
    /**
     * @param input as it crosses the wire
     * @return anything WireFormat can write
     * @throws Exception to fail the attempt
     */
    Object run(String step, JsonNode input) throws Exception;
  }

  /** How the workflow ended. */
  public record Ended(boolean completed, String output) {
    public <T> T as(Class<T> type) {
      return WireFormat.read(output.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
    }
  }

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final TaskOrchestrationExecutor executor;
  private final Steps steps;
  private final List<HistoryEvent> past = new ArrayList<>();
  private final List<HistoryEvent> inbox = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final List<Duration> timers = new ArrayList<>();
  private String customStatus = "";
  private Instant now = BEGINNING;
  private @Nullable Ended ended;

  public WorkflowHarness(String name, Workflow workflow, Steps steps) {
    this.name = name;
    this.steps = steps;
    TaskOrchestrationFactories factories = new TaskOrchestrationFactories();
    factories.addOrchestration(new GuardedWorkflow(name, workflow));
    Logger logger = Logger.getLogger("test");
    this.executor =
        new TaskOrchestrationExecutor(
            factories, new WireDataConverter(), Duration.ofDays(3), logger, "");
  }

  public Ended run(Object input) {
    inbox.add(
        event(-1)
            .setExecutionStarted(
                ExecutionStartedEvent.newBuilder()
                    .setName(name)
                    .setInput(StringValue.of(json(input)))
                    .setOrchestrationInstance(
                        OrchestrationInstance.newBuilder().setInstanceId("instance")))
            .build());
    while (ended == null) {
      if (inbox.isEmpty()) {
        throw new AssertionError("the workflow waits for nothing; calls so far: " + calls);
      }
      turn();
    }
    return ended;
  }

  /** The wire names of the activities called, in order, every attempt. */
  public List<String> calls() {
    return calls;
  }

  public List<Duration> timers() {
    return timers;
  }

  public String customStatus() {
    return customStatus;
  }

  /** Moves the clock: a step takes its time, or no worker is there. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  private void turn() {
    now = now.plusMillis(1);
    List<HistoryEvent> fresh = new ArrayList<>();
    fresh.add(
        event(-1).setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()).build());
    fresh.addAll(inbox);
    inbox.clear();
    var result = executor.execute(past, fresh);
    past.addAll(fresh);
    customStatus = result.getCustomStatus();
    result.getActions().forEach(this::apply);
  }

  private void apply(OrchestratorAction action) {
    switch (action.getOrchestratorActionTypeCase()) {
      case SCHEDULETASK -> call(action);
      case CREATETIMER -> sleep(action);
      case COMPLETEORCHESTRATION -> {
        var done = action.getCompleteOrchestration();
        boolean failed = done.hasFailureDetails();
        ended =
            new Ended(
                !failed,
                failed ? done.getFailureDetails().getErrorMessage() : done.getResult().getValue());
      }
      default -> throw new AssertionError("unexpected action " + action);
    }
  }

  private void call(OrchestratorAction action) {
    var task = action.getScheduleTask();
    past.add(
        event(action.getId())
            .setTaskScheduled(
                TaskScheduledEvent.newBuilder().setName(task.getName()).setInput(task.getInput()))
            .build());
    calls.add(task.getName());
    HistoryEvent.Builder answer;
    try {
      JsonNode input = WireFormat.MAPPER.readTree(task.getInput().getValue());
      Object output = steps.run(task.getName(), input);
      answer =
          event(-1)
              .setTaskCompleted(
                  TaskCompletedEvent.newBuilder()
                      .setTaskScheduledId(action.getId())
                      .setResult(StringValue.of(json(output))));
    } catch (Exception fault) {
      answer =
          event(-1)
              .setTaskFailed(
                  TaskFailedEvent.newBuilder()
                      .setTaskScheduledId(action.getId())
                      .setFailureDetails(
                          TaskFailureDetails.newBuilder()
                              .setErrorType(fault.getClass().getName())
                              .setErrorMessage(String.valueOf(fault.getMessage()))));
    }
    inbox.add(answer.setTimestamp(timestamp(now)).build());
  }

  private void sleep(OrchestratorAction action) {
    Timestamp fireAt = action.getCreateTimer().getFireAt();
    past.add(
        event(action.getId())
            .setTimerCreated(TimerCreatedEvent.newBuilder().setFireAt(fireAt))
            .build());
    Instant due = Instant.ofEpochSecond(fireAt.getSeconds(), fireAt.getNanos());
    timers.add(Duration.between(now, due));
    now = due.isAfter(now) ? due : now;
    inbox.add(
        event(-1)
            .setTimerFired(
                TimerFiredEvent.newBuilder().setTimerId(action.getId()).setFireAt(fireAt))
            .build());
  }

  private HistoryEvent.Builder event(int id) {
    return HistoryEvent.newBuilder().setEventId(id).setTimestamp(timestamp(now));
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static String json(Object value) {
    try {
      return WireFormat.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
