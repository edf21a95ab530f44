package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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
  boolean isSame(OpenCompensation other) {
    return name.equals(other.name) && key.equals(other.key);
  }

  /** This one, after so many more tries in vain of whoever tried it again. */
  OpenCompensation triedInVain(int more) {
    return new OpenCompensation(name, key, attempts + more, null);
  }
}
