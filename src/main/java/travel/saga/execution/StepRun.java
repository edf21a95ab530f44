package travel.saga.execution;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of an execution, in the order in which the steps began.
 *
 * @param name the wire name
 * @param compensation whether it undoes other steps
 * @param attempts oldest first; one at least
 * @param nextAttemptAt when a step that is WAITING is tried again, where a time is set
 * @param undoneBy the compensation that undid it, where one did
 */
public record StepRun(
    String name,
    boolean compensation,
    StepStatus status,
    List<Attempt> attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String undoneBy) {

  StepRun undoneBy(String other) {
    return new StepRun(name, compensation, status, attempts, nextAttemptAt, other);
  }
}
