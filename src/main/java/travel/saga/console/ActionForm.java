package travel.saga.console;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.FormParam;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import travel.saga.api.ExecutionAction;

/** What the form of an action has, whichever it is. A field that is left empty says nothing. */
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
    ExecutionAction body = new ExecutionAction(said(reason), said(step));
    Set<ConstraintViolation<ExecutionAction>> violations = validator.validate(body);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return body;
  }

  private static @Nullable String said(@Nullable String field) {
    return field == null || field.isBlank() ? null : field.strip();
  }
}
