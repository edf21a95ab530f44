package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/** The sidecar or engine did not answer; the call may or may not have had its effect. */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
