package travel.saga.console;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.FormParam;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import travel.saga.api.ExecutionAction;

/** What the form of an action has, whichever it is. */
public class ActionForm {
  @FormParam("reason")
  @Nullable String reason;

  @FormParam("step")
  @Nullable String step;

  /**
   * As the API takes it.
   *
   * @throws ConstraintViolationException when it would not
   */
  ExecutionAction checked(Validator validator) {
    ExecutionAction body = new ExecutionAction(Entered.orNull(reason), Entered.orNull(step));
    Set<ConstraintViolation<ExecutionAction>> violations = validator.validate(body);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return body;
  }
}
