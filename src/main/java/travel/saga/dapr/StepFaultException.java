package travel.saga.dapr;

/**
 * A step's attempt failed. Always has a message: the SDK never completes an activity whose
 * exception has none.
 */
final class StepFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFaultException(String step, Throwable cause) {
    super(step + ": " + cause, cause);
  }
}
