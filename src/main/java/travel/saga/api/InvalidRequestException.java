package travel.saga.api;

import java.util.List;

/** Something in the request, outside its body's constraints, is not as it has to be. */
final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  InvalidRequestException(Violation violation) {
    super(violation.field() + " " + violation.message());
    this.violations = List.of(violation);
  }

  List<Violation> violations() {
    return violations;
  }
}
