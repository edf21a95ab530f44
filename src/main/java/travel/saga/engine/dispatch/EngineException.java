package travel.saga.engine.dispatch;

import org.jspecify.annotations.Nullable;

/** The engine refuses a call; the message is for the caller. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    NO_SUCH_INSTANCE,
    ALREADY_ACTIVE,
    NOT_COMPLETED,
    STALLED,
    INVALID,
    BUSY,
    UNAVAILABLE
  }

  private final Reason reason;

  public EngineException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static EngineException noSuchInstance(String id) {
    return new EngineException(
        Reason.NO_SUCH_INSTANCE, "no such instance exists: there is no workflow '" + id + "'");
  }

  static EngineException alreadyActive(String id) {
    return new EngineException(
        Reason.ALREADY_ACTIVE, "an active workflow with ID '" + id + "' already exists");
  }

  /**
   * @param why null if it is not known
   */
  static EngineException stalled(String id, @Nullable String why) {
    return new EngineException(
        Reason.STALLED,
        "workflow is stalled: '"
            + id
            + "' waits for a worker that can go on with it"
            + (why == null ? "" : ". " + why));
  }

  static EngineException closing() {
    return new EngineException(Reason.UNAVAILABLE, "The engine is shutting down.");
  }
}
