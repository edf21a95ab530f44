package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a step answers. Done is the bare value on the wire; a refusal is {@code
 * {"refused":{"code":…,"message":…}}}, the same from every language. A fault is neither: it is an
 * exception, or {@code {"postponed":{"delay":"PT5S","message":…}}} where it is known how long it is
 * of no use to ask again; and the step is tried again.
 */
public sealed interface StepResult<T> {
  /** The step had its effect, now or on an earlier run. */
  record Done<T>(@JsonValue T value) implements StepResult<T> {}

  /** The step was turned down; it has had no effect. */
  record Refused<T>(Refusal refused) implements StepResult<T> {}

  /** The step was not tried: a fault. The next attempt waits until it may be. */
  record Postponed<T>(Postponement postponed) implements StepResult<T> {}

  static <T> StepResult<T> done(T value) {
    return new Done<>(value);
  }

  static <T> StepResult<T> refused(String code, String message) {
    return new Refused<>(new Refusal(code, message));
  }
}
