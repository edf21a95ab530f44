package travel.saga.dapr;

import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityContext;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.runtime.WorkflowActivityInstanceWrapper;
import io.grpc.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.StepMeters.Ending;
import travel.saga.reservation.PostponedException;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.StepCall;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.StepResult;
import travel.saga.tracing.AttemptSpan;
import travel.saga.tracing.Tracing;

/**
 * What surrounds every attempt of an activity: the deadline that its outgoing calls inherit, the
 * log context, the span, the meters, the gate, the mark of a reservation that is tried again, and a
 * failure the SDK can report whatever was thrown.
 */
final class GuardedActivity implements TaskActivityFactory {
  private static final Logger LOG = Logger.getLogger(GuardedActivity.class);

  /** What all activities share. */
  record Surroundings(
      StepGate gate,
      RetryMarks marks,
      Supplier<Duration> attemptTimeout,
      MeterRegistry registry,
      Tracing tracing,
      ScheduledExecutorService deadlines) {}

  private final String name;
  private final TaskActivity activity;
  private final Surroundings surroundings;
  private final StepMeters meters;

  GuardedActivity(String name, WorkflowActivity activity, Surroundings surroundings) {
    this.name = name;
    this.activity = new WorkflowActivityInstanceWrapper<>(name, activity).create();
    this.surroundings = surroundings;
    this.meters = new StepMeters(surroundings.registry(), name);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public TaskActivity create() {
    return this::run;
  }

  // Throwable: an Error that is not reported leaves the step unanswered for ever.
  private @Nullable Object run(TaskActivityContext ctx) {
    StepCall call = ctx.getInput(StepCall.class);
    MDC.put("reservation_id", String.valueOf(call.reservationId()));
    MDC.put("step", name);
    AttemptSpan span =
        surroundings.tracing().attempt(name, String.valueOf(call.reservationId()), call.attempt());
    long begun = System.nanoTime();
    Ending ending = Ending.FAULT;
    try {
      Object answer = attempt(ctx, call);
      ending = answer instanceof StepResult.Refused ? Ending.REFUSED : Ending.DONE;
      return answer;
    } catch (PostponedException later) {
      span.failed(later);
      LOG.warnf("Attempt %d of %s failed: %s", call.attempt(), name, later.getMessage());
      return new StepResult.Postponed<>(later.postponement());
    } catch (Throwable fault) {
      span.failed(fault);
      LOG.warnf("Attempt %d of %s failed: %s", call.attempt(), name, fault);
      throw new StepFaultException(name, fault);
    } finally {
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      meters.record(call.attempt(), ending, taken);
      if (isRepeated(call, ending)) {
        surroundings.marks().attemptFailed(call);
      }
      span.end(ending.tag());
      MDC.remove("reservation_id");
      MDC.remove("step");
    }
  }

  /** A compensation is tried again when it was refused, too. */
  private static boolean isRepeated(StepCall call, Ending ending) {
    return ending == Ending.FAULT || (ending == Ending.REFUSED && !call.forward());
  }

  private @Nullable Object attempt(TaskActivityContext ctx, StepCall call) throws Exception {
    Context.CancellableContext deadline =
        Context.current()
            .withDeadlineAfter(
                surroundings.attemptTimeout().get().toMillis(),
                TimeUnit.MILLISECONDS,
                surroundings.deadlines());
    try {
      return deadline.call(() -> runUnlessRefused(ctx, call));
    } finally {
      deadline.cancel(null);
    }
  }

  private @Nullable Object runUnlessRefused(TaskActivityContext ctx, StepCall call) {
    Optional<Refusal> refusal =
        surroundings.gate().refusal(name, call).toCompletableFuture().join();
    return refusal.isPresent() ? new StepResult.Refused<>(refusal.get()) : activity.run(ctx);
  }
}
