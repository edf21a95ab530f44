package travel.saga.dapr;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Failure;
import travel.saga.execution.StepEvent;
import travel.saga.reservation.Trace;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.saga.RemoteStepWorkflow;

/** What the protocol's events say of the steps. */
final class StepEvents {
  private StepEvents() {}

  static Optional<StepEvent> of(HistoryEvent event) {
    int id = event.getEventId();
    Instant at = instant(event.getTimestamp());
    return Optional.ofNullable(
        switch (event.getEventTypeCase()) {
          case TASKSCHEDULED -> {
            var task = event.getTaskScheduled();
            yield new StepEvent.Called(
                id,
                at,
                task.getName(),
                text(task.getInput()),
                traceId(task.getParentTraceContext()));
          }
          case TASKCOMPLETED -> {
            var done = event.getTaskCompleted();
            yield new StepEvent.Answered(done.getTaskScheduledId(), at, text(done.getResult()));
          }
          case TASKFAILED -> {
            var failed = event.getTaskFailed();
            yield new StepEvent.Failed(
                failed.getTaskScheduledId(), at, failure(failed.getFailureDetails()));
          }
          case SUBORCHESTRATIONINSTANCECREATED ->
              delegated(id, at, event.getSubOrchestrationInstanceCreated());
          case SUBORCHESTRATIONINSTANCECOMPLETED -> {
            var done = event.getSubOrchestrationInstanceCompleted();
            yield new StepEvent.Answered(done.getTaskScheduledId(), at, text(done.getResult()));
          }
          case SUBORCHESTRATIONINSTANCEFAILED -> {
            var failed = event.getSubOrchestrationInstanceFailed();
            yield new StepEvent.Failed(
                failed.getTaskScheduledId(), at, failure(failed.getFailureDetails()));
          }
          case TIMERCREATED ->
              new StepEvent.TimerSet(id, at, instant(event.getTimerCreated().getFireAt()));
          case TIMERFIRED -> new StepEvent.TimerFired(event.getTimerFired().getTimerId(), at);
          default -> null;
        });
  }

  /** A step that another application serves is called by a workflow of its own. */
  private static StepEvent delegated(
      int id, Instant at, SubOrchestrationInstanceCreatedEvent child) {
    String input = child.getInput().getValue();
    String traceId = traceId(child.getParentTraceContext());
    if (!child.getName().equals(RemoteStepWorkflow.NAME)) {
      return new StepEvent.Called(id, at, child.getName(), text(child.getInput()), traceId);
    }
    var call =
        WireFormat.read(input.getBytes(StandardCharsets.UTF_8), RemoteStepWorkflow.Input.class);
    return new StepEvent.Called(id, at, call.step(), call.call().toString(), traceId);
  }

  static @Nullable String traceId(TraceContext trace) {
    return new Trace(trace.getTraceParent(), null).id();
  }

  static Failure failure(TaskFailureDetails details) {
    return new Failure(details.getErrorType(), details.getErrorMessage());
  }

  /** JSON is never empty: there is none then. */
  static @Nullable String text(StringValue value) {
    return value.getValue().isEmpty() ? null : value.getValue();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
