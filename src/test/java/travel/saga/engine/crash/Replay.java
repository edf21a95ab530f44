package travel.saga.engine.crash;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateSubOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateTimerAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import travel.saga.engine.history.Events;

/**
 * Runs a program as an SDK runs a workflow's code: anew at every turn, from the events it is shown,
 * one after the other. What the history says was asked for is held against what the program asks
 * for.
 */
final class Replay {
  private static final long RETRY_MILLIS = 250;
  private static final BooleanSupplier FREE = () -> false;

  private final Program program;
  private final String instanceId;
  private final Code code;
  private final AskedFor asked = new AskedFor();
  private final Map<String, ArrayDeque<HistoryEvent>> buffered = new HashMap<>();
  private final List<HistoryEvent> whileSuspended = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int executionIds;
  private boolean suspended;
  private boolean past = true; // whether what is shown is of earlier turns
  private boolean begun;
  private boolean ended;
  private int generation;
  private int step;
  private long value;
  private String customStatus = "";
  private BooleanSupplier blocked = FREE;
  private LongSupplier outcome = () -> 0;

  private Replay(Program program, String instanceId, Code code) {
    this.program = program;
    this.code = code;
    this.instanceId = instanceId;
  }

  /** What the worker answers to a turn: its actions, the custom status, and what code it ran. */
  record Answer(
      List<OrchestratorAction> actions, String customStatus, OrchestrationVersion version) {}

  /**
   * @param code which is there
   * @throws Divergence if the history is not one that this program can have
   */
  static Answer of(Program program, OrchestratorRequest turn, Code code) {
    Replay replay = new Replay(program, turn.getInstanceId(), code);
    turn.getPastEventsList().forEach(replay::show);
    replay.past = false;
    turn.getNewEventsList().forEach(replay::show);
    replay.complete();
    return new Answer(
        replay.asked.notIn(turn.getPastEventsList()), replay.customStatus, code.ran());
  }

  private void show(HistoryEvent event) {
    switch (event.getEventTypeCase()) {
      case ORCHESTRATORSTARTED -> now = Events.instant(event.getTimestamp());
      case EXECUTIONSUSPENDED -> suspended = true;
      case EXECUTIONRESUMED -> {
        suspended = false;
        List<HistoryEvent> held = List.copyOf(whileSuspended);
        whileSuspended.clear();
        held.forEach(this::take);
      }
      case EXECUTIONSTALLED -> {
        // no concern of the code's
      }
      default -> {
        if (suspended) {
          whileSuspended.add(event);
        } else {
          take(event);
        }
      }
    }
  }

  private void take(HistoryEvent event) {
    switch (event.getEventTypeCase()) {
      case EXECUTIONSTARTED -> begin(event.getExecutionStarted().getInput().getValue());
      case EVENTRAISED ->
          buffered
              .computeIfAbsent(event.getEventRaised().getName(), name -> new ArrayDeque<>())
              .add(event);
      case TASKCOMPLETED -> asked.resolve(event.getTaskCompleted().getTaskScheduledId(), event);
      case TASKFAILED -> asked.resolve(event.getTaskFailed().getTaskScheduledId(), event);
      case TIMERFIRED -> asked.resolve(event.getTimerFired().getTimerId(), event);
      case SUBORCHESTRATIONINSTANCECOMPLETED ->
          asked.resolve(event.getSubOrchestrationInstanceCompleted().getTaskScheduledId(), event);
      case SUBORCHESTRATIONINSTANCEFAILED ->
          asked.resolve(event.getSubOrchestrationInstanceFailed().getTaskScheduledId(), event);
      case TASKSCHEDULED, TIMERCREATED, SUBORCHESTRATIONINSTANCECREATED -> {
        // held against the program's actions at the end
      }
      default -> throw new Divergence("A worker is never shown this: " + event);
    }
    proceed();
  }

  private void begin(String input) {
    Divergence.unless(!begun, "'%s' begins twice in one history", instanceId);
    begun = true;
    int colon = input.indexOf(':');
    generation = Integer.parseInt(input.substring(0, colon));
    value = Long.parseLong(input.substring(colon + 1));
  }

  private void proceed() {
    List<Step> steps = program.generations().get(generation);
    while (begun && !ended && !blocked.getAsBoolean()) {
      if (step > 0) {
        value = Values.mix(value, outcome.getAsLong());
      }
      if (step == steps.size()) {
        ended = true;
      } else {
        start(steps.get(step++));
      }
    }
  }

  private void start(Step next) {
    blocked = FREE;
    outcome = () -> 0;
    if (next instanceof Step.Activities activities) {
      fanOut(activities.tasks());
    } else if (next instanceof Step.Fork fork) {
      fork.tasks().forEach(task -> attempt(new Attempts(task, value, executionId()), r -> {}));
    } else if (next instanceof Step.Sleep sleep) {
      boolean[] over = new boolean[1];
      timer(sleep.millis(), fired -> over[0] = true);
      blocked = () -> !over[0];
    } else if (next instanceof Step.Race race) {
      boolean[] over = new boolean[1];
      attempt(new Attempts(race.task(), value, executionId()), result -> over[0] = true);
      timer(race.millis(), fired -> over[0] = true);
      blocked = () -> !over[0];
    } else if (next instanceof Step.Events events) {
      int[] taken = new int[1];
      long[] sum = {events.name().hashCode()};
      blocked = () -> !takeEvents(events, taken, sum);
      outcome = () -> sum[0];
    } else if (next instanceof Step.Child child) {
      child(child);
    } else if (next instanceof Step.Changed changed) {
      changed(changed);
    } else if (next instanceof Step.Foreign foreign) {
      foreign(foreign.child());
    } else if (next instanceof Step.CustomStatus set) {
      customStatus = Program.status(set, value);
    }
  }

  private void fanOut(List<Step.Task> tasks) {
    long[] results = new long[tasks.size()];
    int[] left = {tasks.size()};
    for (int i = 0; i < tasks.size(); i++) {
      int index = i;
      attempt(
          new Attempts(tasks.get(i), value, executionId()),
          result -> {
            results[index] = result;
            left[0]--;
          });
    }
    blocked = () -> left[0] > 0;
    outcome =
        () -> {
          long sum = 0;
          for (long result : results) {
            sum = Values.mix(sum, result);
          }
          return sum;
        };
  }

  /** A repetition of one that was taken is passed over; one that comes too early spoils the sum. */
  private boolean takeEvents(Step.Events events, int[] taken, long[] sum) {
    ArrayDeque<HistoryEvent> waiting = buffered.getOrDefault(events.name(), new ArrayDeque<>());
    while (taken[0] < events.count() && !waiting.isEmpty()) {
      int number = Integer.parseInt(waiting.remove().getEventRaised().getInput().getValue());
      if (number >= taken[0]) {
        sum[0] = Values.mix(sum[0], number);
        taken[0] = number + 1;
      }
    }
    return taken[0] >= events.count();
  }

  private void attempt(Attempts attempts, Consumer<Long> result) {
    ScheduleTaskAction.Builder task =
        ScheduleTaskAction.newBuilder()
            .setName(ActivityCode.NAME)
            .setTaskExecutionId(attempts.executionId)
            .setInput(StringValue.of(attempts.input()));
    asked.add(
        OrchestratorAction.newBuilder().setScheduleTask(task),
        event -> {
          if (event.hasTaskCompleted()) {
            result.accept(ActivityCode.value(event.getTaskCompleted().getResult().getValue()));
          } else if (attempts.number < attempts.task.attempts()) {
            attempts.number++;
            timer(RETRY_MILLIS, fired -> attempt(attempts, result));
          } else {
            result.accept(Values.GIVEN_UP);
          }
        });
  }

  private void timer(long millis, Consumer<HistoryEvent> fired) {
    CreateTimerAction timer =
        CreateTimerAction.newBuilder().setFireAt(Events.timestamp(now.plusMillis(millis))).build();
    asked.add(OrchestratorAction.newBuilder().setCreateTimer(timer), fired);
  }

  private void child(Step.Child child) {
    long[] result = new long[1];
    boolean[] over = new boolean[1];
    CreateSubOrchestrationAction.Builder create =
        CreateSubOrchestrationAction.newBuilder()
            .setName(child.program().name())
            .setInput(StringValue.of("0:" + value))
            .setInstanceId(
                child.named() ? instanceId + "/" + child.program().name() : executionId());
    asked.add(
        OrchestratorAction.newBuilder().setCreateSubOrchestration(create),
        event -> {
          over[0] = true;
          result[0] =
              event.hasSubOrchestrationInstanceCompleted()
                  ? Long.parseLong(
                      event.getSubOrchestrationInstanceCompleted().getResult().getValue())
                  : Values.GIVEN_UP;
        });
    if (child.awaited()) {
      blocked = () -> !over[0];
      outcome = () -> result[0];
    }
  }

  private void changed(Step.Changed changed) {
    boolean anew =
        changed.patch().isEmpty()
            ? code.isOfSecondVersion()
            : code.isPatched(changed.patch(), past);
    boolean[] over = new boolean[1];
    if (anew) {
      timer(changed.millis(), fired -> over[0] = true);
    } else {
      attempt(new Attempts(changed.task(), value, executionId()), result -> over[0] = true);
    }
    blocked = () -> !over[0];
  }

  private void foreign(boolean child) {
    OrchestratorAction.Builder action =
        OrchestratorAction.newBuilder()
            .setRouter(TaskRouter.newBuilder().setTargetAppID(Step.ELSEWHERE));
    StringValue input = StringValue.of(Step.ELSEWHERE + ":" + value + ":");
    if (child) {
      action
          .getCreateSubOrchestrationBuilder()
          .setName(Step.ELSEWHERE)
          .setInput(input)
          .setInstanceId(executionId());
    } else {
      action
          .getScheduleTaskBuilder()
          .setName(Step.ELSEWHERE)
          .setInput(input)
          .setTaskExecutionId(executionId());
    }
    boolean[] over = new boolean[1];
    asked.add(
        action,
        event -> {
          boolean failed = event.hasTaskFailed() || event.hasSubOrchestrationInstanceFailed();
          Divergence.unless(failed, "Somebody has done what is another application's: %s", event);
          over[0] = true;
        });
    blocked = () -> !over[0];
    outcome = () -> Values.GIVEN_UP;
  }

  /** As the SDK makes them: from the turn's time, so that they are distinct if the times are. */
  private String executionId() {
    return instanceId + "@" + now.toEpochMilli() + "#" + executionIds++;
  }

  private void complete() {
    if (!ended) {
      return;
    }
    CompleteOrchestrationAction.Builder complete = CompleteOrchestrationAction.newBuilder();
    if (generation + 1 < program.generations().size()) {
      complete
          .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW)
          .setResult(StringValue.of(generation + 1 + ":" + value))
          .addAllCarryoverEvents(carryover());
    } else if (program.fails()) {
      complete
          .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)
          .setFailureDetails(
              TaskFailureDetails.newBuilder()
                  .setErrorType("Failed")
                  .setErrorMessage(Long.toString(value)));
    } else {
      complete
          .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED)
          .setResult(StringValue.of(Long.toString(value)));
    }
    asked.add(
        OrchestratorAction.newBuilder().setCompleteOrchestration(complete),
        event -> {
          throw new Divergence("An outcome of the end: " + event);
        });
  }

  /** In an order of its own, as the SDK's: that of a hash. */
  private List<HistoryEvent> carryover() {
    List<HistoryEvent> left = new ArrayList<>();
    buffered.values().forEach(left::addAll);
    whileSuspended.stream().filter(HistoryEvent::hasEventRaised).forEach(left::add);
    left.sort(Comparator.comparingLong(event -> Values.mix(event.getTimestamp().getNanos(), 1)));
    return left;
  }

  /** An activity with the attempts made so far. */
  private static final class Attempts {
    private final Step.Task task;
    private final long value;
    private final String executionId;
    private int number = 1;

    Attempts(Step.Task task, long value, String executionId) {
      this.task = task;
      this.value = value;
      this.executionId = executionId;
    }

    String input() {
      boolean fails = number <= task.failures();
      return task.salt() + ":" + value + ":" + (fails ? "fail" : "succeed") + ":" + number;
    }
  }
}
