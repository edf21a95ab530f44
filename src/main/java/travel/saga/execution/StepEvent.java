package travel.saga.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event of a history says about the steps, oldest first; all others say nothing. */
public sealed interface StepEvent {
  Instant at();

  /**
   * A step is called.
   *
   * @param id of the event
   * @param input JSON
   * @param traceId of the trace that it belongs to
   */
  record Called(int id, Instant at, String step, @Nullable String input, @Nullable String traceId)
      implements StepEvent {}

  /**
   * A call was answered.
   *
   * @param call the id of {@link Called}
   * @param output JSON
   */
  record Answered(int call, Instant at, @Nullable String output) implements StepEvent {}

  /** A call ended in a fault. */
  record Failed(int call, Instant at, Failure failure) implements StepEvent {}

  /** A timer is set: a pause between attempts or, while a call is open, its deadline. */
  record TimerSet(int id, Instant at, Instant until) implements StepEvent {}

  record TimerFired(int timer, Instant at) implements StepEvent {}
}
