package travel.saga.execution;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executions that tests share. */
public final class ExecutionSamples {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private ExecutionSamples() {}

  public static ExecutionSummary summary(String id, ExecutionStatus status) {
    return new ExecutionSummary(
        id, "reservation", status, START, START, status.isEnd() ? START : null);
  }

  /** A saga that has done these steps. */
  public static Execution saga(String id, ExecutionStatus status, StepRun... steps) {
    return new Execution(summary(id, status), "{\"a\":1}", null, null, null, List.of(steps));
  }

  /** A step with one attempt. */
  public static StepRun step(String name, int eventId, StepStatus status) {
    return step(name, eventId, status, false, null);
  }

  public static StepRun compensation(String name, int eventId, StepStatus status) {
    return step(name, eventId, status, true, null);
  }

  public static StepRun undone(String name, int eventId, StepStatus status, String undoneBy) {
    return step(name, eventId, status, false, undoneBy);
  }

  private static StepRun step(
      String name,
      int eventId,
      StepStatus status,
      boolean compensation,
      @Nullable String undoneBy) {
    Attempt attempt =
        new Attempt(
            1,
            eventId,
            status,
            START,
            status == StepStatus.RUNNING ? null : START.plusSeconds(1),
            "{\"attempt\":1}",
            status == StepStatus.COMPLETED ? "{\"reference\":\"R\"}" : null,
            status == StepStatus.FAILED ? new Failure("Fault", "It broke.") : null,
            null);
    return new StepRun(name, compensation, status, List.of(attempt), null, undoneBy);
  }
}
