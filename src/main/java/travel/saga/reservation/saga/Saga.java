package travel.saga.reservation.saga;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dapr.workflows.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Step;
import travel.saga.reservation.StepCall;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WorkflowId;

/**
 * One run of a saga's code over its history: calls steps, retries them, remembers what to undo.
 * Deterministic: no clock, randomness or I/O but the context's.
 */
final class Saga {
  private final WorkflowContext ctx;
  private final StepCaller caller;
  private final ReservationId id;
  private final SagaLimits limits;
  private final @Nullable RunType runType;
  private final Compensations compensations;
  private Bookings bookings;

  Saga(
      WorkflowContext ctx,
      ReservationId id,
      SagaLimits limits,
      @Nullable RunType runType,
      Bookings bookings) {
    this.ctx = ctx;
    this.caller = new StepCaller(ctx, limits);
    this.id = id;
    this.limits = limits;
    this.runType = runType;
    this.bookings = bookings;
    this.compensations = new Compensations(this, limits);
  }

  <I, O> Call<I, O> step(Step<I, O> step, I input) {
    return new Call<>(step, input);
  }

  WorkflowId workflow() {
    return new WorkflowId(ctx.getInstanceId());
  }

  Compensations compensations() {
    return compensations;
  }

  Bookings bookings() {
    return bookings;
  }

  /** Publishes what is taken by now as the workflow's custom status. */
  void progress(Bookings now) {
    bookings = now;
    ctx.setCustomStatus(now);
  }

  void pause(Duration delay) {
    ctx.createTimer(delay).await();
  }

  String seed(Step<?, ?> step) {
    return id.value() + step.name();
  }

  /**
   * One attempt of a step that takes nothing.
   *
   * @throws AttemptFailedException on a fault
   * @throws StepEndedException on a refusal
   */
  <I, O> O attempt(Step<I, O> step, I input, int attempt) {
    return attempt(step, input, attempt, false);
  }

  private <I, O> O attempt(Step<I, O> step, I input, int attempt, boolean forward) {
    boolean demoRefusal = runType != null && runType.refuses(step);
    StepCall call = new StepCall(id, attempt, forward, demoRefusal);
    ObjectNode wire = WireFormat.MAPPER.valueToTree(call);
    wire.setAll(WireFormat.MAPPER.<ObjectNode>valueToTree(input));
    StepAnswer answer = new StepAnswer(step, caller.call(step, wire, attempt));
    Refusal refusal = answer.refusal();
    if (refusal != null) {
      throw new StepEndedException(new Reason(step.name(), refusal.code(), refusal.message()));
    }
    return answer.done(step.output());
  }

  /** A step about to be called. */
  final class Call<I, O> {
    private final Step<I, O> step;
    private final I input;

    private Call(Step<I, O> step, I input) {
      this.step = step;
      this.input = input;
    }

    /** Before the call, since an answer that is lost may have been a success. */
    Call<I, O> undoneBy(Compensation compensation, BookingKey key) {
      compensations.register(compensation, key);
      return this;
    }

    /**
     * Calls until answered or until the step's limit is spent.
     *
     * @throws StepEndedException when refused or given up
     */
    O call() {
      return call(limits.stepLimit(), limits.stepBackoff());
    }

    /**
     * Calls until done, however long it takes: for what comes after the outcome is decided, when
     * giving up would leave the record wrong.
     */
    O callUntilDone() {
      return call(null, limits.compensationBackoff());
    }

    private O call(@Nullable Duration limit, Backoff backoff) {
      Duration spent = Duration.ZERO;
      for (int attempt = 1; ; attempt++) {
        Instant begun = ctx.getCurrentInstant();
        try {
          return attempt(step, input, attempt, limit != null);
        } catch (AttemptFailedException fault) {
          Duration delay = backoff.delay(seed(step), attempt);
          spent = spent.plus(charged(begun)).plus(delay);
          if (limit != null && spent.compareTo(limit) > 0) {
            throw new StepEndedException(givenUp(step));
          }
          pause(delay);
        }
      }
    }

    /**
     * An attempt costs at most its deadline: the rest was spent waiting for a worker. Nor does it
     * give time back when the clock was set back meanwhile.
     */
    private Duration charged(Instant begun) {
      Duration taken = Duration.between(begun, ctx.getCurrentInstant());
      Duration most = limits.attemptTimeout(step);
      if (taken.isNegative()) {
        return Duration.ZERO;
      }
      return taken.compareTo(most) < 0 ? taken : most;
    }
  }

  private static Reason givenUp(Step<?, ?> step) {
    return new Reason(
        step.name(), Reason.FAULT, "The step " + step.name() + " could not be done in time.");
  }
}
