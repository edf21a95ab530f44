package travel.saga.api;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.util.Locale;

/**
 * One thing that is wrong with a request.
 *
 * @param field member of the body, or name of the header, as the caller writes it
 */
public record Violation(String field, String message) {
  /** What the rules of a body say; its member is called as JSON has it. */
  public static Violation of(ConstraintViolation<?> violation) {
    String last = "body";
    for (Path.Node node : violation.getPropertyPath()) {
      last = node.getName();
    }
    return new Violation(snakeCase(last), violation.getMessage());
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
