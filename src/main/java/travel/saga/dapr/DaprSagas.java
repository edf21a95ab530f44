package travel.saga.dapr;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Rerun;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Trace;
import travel.saga.reservation.Undoing;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WorkflowId;
import travel.saga.reservation.saga.CompensationWorkflow;
import travel.saga.reservation.saga.NotificationWorkflow;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.SagaLimits;
import travel.saga.tracing.Tracing;

/** {@link Sagas} over the workflow protocol of the sidecar. */
final class DaprSagas implements Sagas {
  /** How daprd 1.18 refuses a rerun, whatever code it puts before the words. */
  private static final List<String> REFUSALS =
      List.of(
          "workflow instance does not exist",
          "not in a terminal state",
          "cannot rerun from child-workflows",
          "does not have history event",
          "not an event that can be rerun");

  private final GrpcCalls calls;
  private final Supplier<SagaLimits> limits;
  private final Tracing tracing;
  private final Set<Runnable> waits = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  DaprSagas(GrpcCalls calls, Supplier<SagaLimits> limits, Tracing tracing) {
    this.calls = calls;
    this.limits = limits;
    this.tracing = tracing;
  }

  @Override
  public CompletionStage<Void> start(Reservation reservation) {
    var input = new ReservationWorkflow.Input(reservation.id(), reservation.trip(), limits.get());
    return begin(reservation.workflow(), ReservationWorkflow.NAME, input, reservation.trace());
  }

  @Override
  public CompletionStage<Void> undo(Undoing undoing) {
    var input =
        new CompensationWorkflow.Input(
            undoing.id(), undoing.undo(), undoing.outcome(), limits.get());
    return begin(undoing.workflow(), CompensationWorkflow.NAME, input, undoing.trace());
  }

  @Override
  public CompletionStage<Boolean> rerun(WorkflowId rerun, Rerun source) {
    RerunWorkflowFromEventRequest request =
        RerunWorkflowFromEventRequest.newBuilder()
            .setSourceInstanceID(source.from().value())
            .setNewInstanceID(rerun.value())
            .setEventID(source.event())
            .build();
    return untilStopped(
        calls
            .unary(
                TaskHubSidecarServiceGrpc.getRerunWorkflowFromEventMethod(),
                request,
                DaprExecutionControl.PATIENCE)
            .handle(DaprSagas::begun),
        begun -> begun.completeExceptionally(stopping(rerun)));
  }

  private static Boolean begun(
      @Nullable RerunWorkflowFromEventResponse begun, @Nullable Throwable failure) {
    if (failure == null || alreadyThere(failure)) {
      return true;
    }
    if (isRefusal(failure)) {
      return false;
    }
    throw GrpcCalls.passedOn(failure);
  }

  private static boolean isRefusal(Throwable failure) {
    if (failure instanceof EngineUnavailableException) {
      return false;
    }
    Status status = Status.fromThrowable(failure);
    String words = status.getDescription() == null ? "" : status.getDescription();
    return switch (status.getCode()) {
      case NOT_FOUND, FAILED_PRECONDITION, INVALID_ARGUMENT -> true;
      default -> REFUSALS.stream().anyMatch(words::contains);
    };
  }

  private static EngineUnavailableException stopping(WorkflowId id) {
    return new EngineUnavailableException(id + " begins while the service stops", null);
  }

  /**
   * A sidecar answers after the first turn, which may have to wait for another replica: whoever
   * stops until then does not know whether it has begun.
   */
  private CompletionStage<Void> begin(
      WorkflowId id, String workflow, Object input, @Nullable Trace trace) {
    return untilStopped(
        start(id, workflow, input, trace).toCompletableFuture(),
        begun -> begun.completeExceptionally(stopping(id)));
  }

  @Override
  public CompletionStage<Void> announce(NotifyRequest request, @Nullable Trace trace) {
    var input = new NotificationWorkflow.Input(request, limits.get());
    return start(request.notificationWorkflow(), NotificationWorkflow.NAME, input, trace);
  }

  private CompletionStage<Void> start(
      WorkflowId id, String workflow, Object input, @Nullable Trace trace) {
    CreateInstanceRequest.Builder request =
        CreateInstanceRequest.newBuilder()
            .setInstanceId(id.value())
            .setName(workflow)
            .setInput(StringValue.of(json(input)));
    return tracing.start(
        workflow,
        id.value(),
        trace,
        place ->
            calls
                .unary(
                    TaskHubSidecarServiceGrpc.getStartInstanceMethod(),
                    place == null
                        ? request.build()
                        : request.setParentTraceContext(history(place)).build())
                .handle(DaprSagas::startedOrThere));
  }

  /** In the request, and not in its headers alone: a sidecar that does not trace reads none. */
  private static TraceContext history(Trace place) {
    TraceContext.Builder trace = TraceContext.newBuilder().setTraceParent(place.traceparent());
    if (place.tracestate() != null) {
      trace.setTraceState(StringValue.of(place.tracestate()));
    }
    return trace.build();
  }

  @SuppressWarnings("NullAway") // Void has no other value
  private static Void startedOrThere(
      @Nullable CreateInstanceResponse started, @Nullable Throwable failure) {
    if (failure == null || alreadyThere(failure)) {
      return null;
    }
    throw GrpcCalls.passedOn(failure);
  }

  /** The sidecar answers ALREADY_EXISTS or, up to 1.17, UNKNOWN with the same words. */
  private static boolean alreadyThere(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    String description = status.getDescription();
    return status.getCode() == Status.Code.ALREADY_EXISTS
        || (description != null
            && (description.contains("already exists")
                || description.contains("already been created")));
  }

  @Override
  public CompletionStage<Optional<Progress>> find(WorkflowId id) {
    return calls
        .unary(TaskHubSidecarServiceGrpc.getGetInstanceMethod(), request(id))
        .thenApply(
            found ->
                found.getExists()
                    ? Optional.of(progress(found.getOrchestrationState()))
                    : Optional.empty());
  }

  private static Progress progress(OrchestrationState state) {
    String custom = state.getCustomStatus().getValue();
    Bookings bookings =
        custom.isEmpty()
            ? Bookings.NONE
            : WireFormat.read(custom.getBytes(StandardCharsets.UTF_8), Bookings.class);
    return new Progress(phase(state), bookings);
  }

  private static Phase phase(OrchestrationState state) {
    return switch (state.getOrchestrationStatus()) {
      case ORCHESTRATION_STATUS_COMPLETED -> Phase.COMPLETED;
      case ORCHESTRATION_STATUS_FAILED,
          ORCHESTRATION_STATUS_TERMINATED,
          ORCHESTRATION_STATUS_CANCELED ->
          Phase.DIED;
      default -> Phase.RUNNING;
    };
  }

  @Override
  public CompletionStage<Boolean> awaitEnd(WorkflowId id, Duration timeout) {
    CompletableFuture<Boolean> ended =
        calls
            .unary(
                TaskHubSidecarServiceGrpc.getWaitForInstanceCompletionMethod(),
                request(id),
                timeout)
            .handle(DaprSagas::hasEnded);
    return untilStopped(ended, waiting -> waiting.complete(false));
  }

  private static Boolean hasEnded(GetInstanceResponse answer, Throwable failure) {
    if (failure == null) {
      return true;
    }
    if (failure instanceof EngineUnavailableException) {
      return false;
    }
    throw GrpcCalls.passedOn(failure);
  }

  /** Whoever waits is let go when the service stops, since the engine may answer only later. */
  private <T> CompletionStage<T> untilStopped(
      CompletableFuture<T> answer, Consumer<CompletableFuture<T>> stop) {
    Runnable letGo = () -> stop.accept(answer);
    waits.add(letGo);
    if (stopping) {
      letGo.run();
    }
    answer.whenComplete((value, failure) -> waits.remove(letGo));
    return answer;
  }

  /** Lets everyone go who waits for a start or an end: the service stops. */
  void stopWaiting() {
    stopping = true;
    waits.forEach(Runnable::run);
  }

  private static GetInstanceRequest request(WorkflowId id) {
    return GetInstanceRequest.newBuilder()
        .setInstanceId(id.value())
        .setGetInputsAndOutputs(true)
        .build();
  }

  private static String json(Object value) {
    return new String(WireFormat.bytes(value), StandardCharsets.UTF_8);
  }
}
