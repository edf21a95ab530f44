package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compensation that has not succeeded.
 *
 * @param name its wire name
 * @param key what is to be undone
 * @param attempts the tries so far
 * @param retriedBy the workflow that tries it again, on an operator's word; absent where none does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OpenCompensation(
    String name, BookingKey key, int attempts, @Nullable WorkflowId retriedBy) {

  /** One that nobody tries at present. */
  public OpenCompensation(String name, BookingKey key, int attempts) {
    this(name, key, attempts, null);
  }

  OpenCompensation retriedBy(@Nullable WorkflowId workflow) {
    return new OpenCompensation(name, key, attempts, workflow);
  }

  /** Whether both mean the same effect, however often it was tried and by whom. */
  private boolean isSame(OpenCompensation other) {
    return name.equals(other.name) && key.equals(other.key);
  }

  /** This one, after so many more tries in vain of whoever tried it again. */
  private OpenCompensation triedInVain(int more) {
    return new OpenCompensation(name, key, attempts + more, null);
  }

  /**
   * What is left of it after a workflow that had {@code given} to undo: nothing where it was
   * undone.
   *
   * @param given null for everything
   */
  Stream<OpenCompensation> leftBy(Outcome outcome, @Nullable List<OpenCompensation> given) {
    if (given != null && given.stream().noneMatch(this::isSame)) {
      return Stream.of(this);
    }
    return outcome.openCompensations().stream()
        .filter(this::isSame)
        .map(tried -> given != null && given.contains(this) ? triedInVain(tried.attempts()) : this);
  }
}
