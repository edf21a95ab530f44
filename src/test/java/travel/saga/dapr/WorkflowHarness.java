package travel.saga.dapr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.TaskOrchestrationExecutor;
import io.dapr.durabletask.TaskOrchestratorResult;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceFailedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactories;
import io.dapr.workflows.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/**
 * Runs a workflow and its children with the SDK's real executor over histories in memory, turn by
 * turn with a full replay each, on a clock that only timers, late answers and the test move.
 */
public final class WorkflowHarness {
  /** The activities of a test. */
  @FunctionalInterface
  public interface Steps {
    /**
     * @param input as it crosses the wire
     * @return anything WireFormat can write; a {@link Late}; null for no output
     * @throws Exception to fail the attempt
     */
    @Nullable Object run(String step, JsonNode input) throws Exception;
  }

  /** An answer that comes after a while; an exception to fail late. */
  public record Late(Duration delay, @Nullable Object answer) {
    /** Longer than any test lasts: never answered. */
    public static final Late NEVER = new Late(Duration.ofDays(365), null);
  }

  /** How the workflow ended. */
  public record Ended(boolean completed, String output) {
    public <T> T as(Class<T> type) {
      return WireFormat.read(output.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
    }
  }

  /** Something that reaches an instance when its time has come. */
  private record Due(Instant at, Instance instance, HistoryEvent.Builder event) {}

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  private static final String APP_ID = "reservations";

  private final String name;
  private final TaskOrchestrationFactories workflows = new TaskOrchestrationFactories();
  private final TaskOrchestrationExecutor executor;
  private final Steps steps;
  private final List<Instance> instances = new ArrayList<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final List<String> calls = new ArrayList<>();
  private final List<String> remoteCalls = new ArrayList<>();
  private final List<Duration> timers = new ArrayList<>();
  private Instant now = BEGINNING;

  public WorkflowHarness(String name, Workflow workflow, Steps steps) {
    this.name = name;
    this.steps = steps;
    this.executor =
        new TaskOrchestrationExecutor(
            workflows, new WireDataConverter(), Duration.ofDays(3), Logger.getLogger("test"), "");
    with(name, workflow);
  }

  /** Registers a workflow that the first one calls. */
  public WorkflowHarness with(String child, Workflow workflow) {
    workflows.addOrchestration(new GuardedWorkflow(child, workflow));
    return this;
  }

  public Ended run(Object input) {
    Instance first = new Instance("instance", null, -1);
    first.start(name, json(input));
    while (first.ended == null) {
      Instance next = ready();
      if (next == null) {
        throw new AssertionError("the workflow waits for nothing; calls so far: " + calls);
      }
      next.turn();
    }
    return first.ended;
  }

  /** The wire names of the activities called, in order, every attempt. */
  public List<String> calls() {
    return calls;
  }

  /** Those of {@link #calls} that were meant for another application: {@code step@application}. */
  public List<String> remoteCalls() {
    return remoteCalls;
  }

  public List<Duration> timers() {
    return timers;
  }

  public String customStatus() {
    return instances.get(0).customStatus;
  }

  /** Moves the clock: a step takes its time, or no worker is there. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** An instance that has something to look at; time passes only when none has. */
  private @Nullable Instance ready() {
    while (true) {
      for (Instance instance : instances) {
        if (!instance.inbox.isEmpty() && instance.ended == null) {
          return instance;
        }
      }
      Due due = agenda.poll();
      if (due == null) {
        return null;
      }
      now = due.at().isAfter(now) ? due.at() : now;
      deliver(due);
      while (!agenda.isEmpty() && !agenda.element().at().isAfter(now)) {
        deliver(agenda.remove());
      }
    }
  }

  private void deliver(Due due) {
    due.instance().inbox.add(due.event().setTimestamp(timestamp(now)).build());
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

  private static String json(@Nullable Object value) {
    try {
      return WireFormat.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** One workflow and its history. */
  private final class Instance {
    private final String id;
    private final @Nullable Instance parent;
    private final int taskOfParent;
    private final List<HistoryEvent> past = new ArrayList<>();
    private final List<HistoryEvent> inbox = new ArrayList<>();
    private String customStatus = "";
    private @Nullable Ended ended;

    Instance(String id, @Nullable Instance parent, int taskOfParent) {
      this.id = id;
      this.parent = parent;
      this.taskOfParent = taskOfParent;
      if (instances.stream().anyMatch(other -> other.id.equals(id))) {
        throw new AssertionError(id + " is there already");
      }
      instances.add(this);
    }

    void start(String workflow, String input) {
      inbox.add(
          event(-1)
              .setRouter(TaskRouter.newBuilder().setSourceAppID(APP_ID))
              .setExecutionStarted(
                  ExecutionStartedEvent.newBuilder()
                      .setName(workflow)
                      .setInput(StringValue.of(input))
                      .setOrchestrationInstance(
                          OrchestrationInstance.newBuilder().setInstanceId(id)))
              .build());
    }

    void turn() {
      now = now.plusMillis(1);
      List<HistoryEvent> fresh = new ArrayList<>();
      fresh.add(
          event(-1).setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()).build());
      fresh.addAll(inbox);
      inbox.clear();
      var result = executor.execute(past, fresh);
      fresh.set(0, event(-1).setOrchestratorStarted(met(result)).build());
      past.addAll(fresh);
      customStatus = result.getCustomStatus();
      result.getActions().forEach(this::apply);
    }

    /** The patches that the workflow has asked for stand in its history. */
    private static OrchestratorStartedEvent met(TaskOrchestratorResult result) {
      return OrchestratorStartedEvent.newBuilder()
          .setVersion(OrchestrationVersion.newBuilder().addAllPatches(result.getPatches()))
          .build();
    }

    private void apply(OrchestratorAction action) {
      switch (action.getOrchestratorActionTypeCase()) {
        case SCHEDULETASK -> call(action);
        case CREATETIMER -> sleep(action);
        case CREATESUBORCHESTRATION -> delegate(action);
        case COMPLETEORCHESTRATION -> end(action);
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
      if (action.getRouter().hasTargetAppID()) {
        remoteCalls.add(task.getName() + "@" + action.getRouter().getTargetAppID());
      }
      Object answer = answer(task.getName(), task.getInput().getValue());
      Late late = answer instanceof Late l ? l : new Late(Duration.ZERO, answer);
      HistoryEvent.Builder event =
          late.answer() instanceof Exception fault
              ? failed(action.getId(), fault)
              : completed(action.getId(), json(late.answer()));
      if (late.delay().isZero()) {
        inbox.add(event.setTimestamp(timestamp(now)).build());
      } else {
        agenda.add(new Due(now.plus(late.delay()), this, event));
      }
    }

    private @Nullable Object answer(String step, String input) {
      try {
        return steps.run(step, WireFormat.MAPPER.readTree(input));
      } catch (Exception fault) {
        return fault;
      }
    }

    private HistoryEvent.Builder completed(int task, String output) {
      return event(-1)
          .setTaskCompleted(
              TaskCompletedEvent.newBuilder()
                  .setTaskScheduledId(task)
                  .setResult(StringValue.of(output)));
    }

    private HistoryEvent.Builder failed(int task, Exception fault) {
      return event(-1)
          .setTaskFailed(
              TaskFailedEvent.newBuilder()
                  .setTaskScheduledId(task)
                  .setFailureDetails(
                      TaskFailureDetails.newBuilder()
                          .setErrorType(fault.getClass().getName())
                          .setErrorMessage(String.valueOf(fault.getMessage()))));
    }

    private void sleep(OrchestratorAction action) {
      Timestamp fireAt = action.getCreateTimer().getFireAt();
      past.add(
          event(action.getId())
              .setTimerCreated(TimerCreatedEvent.newBuilder().setFireAt(fireAt))
              .build());
      Instant due = Instant.ofEpochSecond(fireAt.getSeconds(), fireAt.getNanos());
      timers.add(Duration.between(now, due));
      agenda.add(
          new Due(
              due,
              this,
              event(-1)
                  .setTimerFired(
                      TimerFiredEvent.newBuilder().setTimerId(action.getId()).setFireAt(fireAt))));
    }

    private void delegate(OrchestratorAction action) {
      var child = action.getCreateSubOrchestration();
      past.add(
          event(action.getId())
              .setSubOrchestrationInstanceCreated(
                  SubOrchestrationInstanceCreatedEvent.newBuilder()
                      .setInstanceId(child.getInstanceId())
                      .setName(child.getName())
                      .setInput(child.getInput()))
              .build());
      new Instance(child.getInstanceId(), this, action.getId())
          .start(child.getName(), child.getInput().getValue());
    }

    private void end(OrchestratorAction action) {
      var done = action.getCompleteOrchestration();
      boolean failed = done.hasFailureDetails();
      ended =
          new Ended(
              !failed,
              failed ? done.getFailureDetails().getErrorMessage() : done.getResult().getValue());
      if (parent == null) {
        return;
      }
      HistoryEvent.Builder event = event(-1);
      if (failed) {
        event.setSubOrchestrationInstanceFailed(
            SubOrchestrationInstanceFailedEvent.newBuilder()
                .setTaskScheduledId(taskOfParent)
                .setFailureDetails(done.getFailureDetails()));
      } else {
        event.setSubOrchestrationInstanceCompleted(
            SubOrchestrationInstanceCompletedEvent.newBuilder()
                .setTaskScheduledId(taskOfParent)
                .setResult(done.getResult()));
      }
      parent.inbox.add(event.build());
    }
  }
}
