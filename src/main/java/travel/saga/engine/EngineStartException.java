package travel.saga.engine;

/** The engine cannot start; the message is one sentence with the remedy where there is one. */
public class EngineStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineStartException(String message, Throwable cause) {
    super(message, cause);
  }

  EngineStartException(String message) {
    super(message);
  }
}
