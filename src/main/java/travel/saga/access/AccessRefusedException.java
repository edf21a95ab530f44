package travel.saga.access;

import io.quarkus.security.ForbiddenException;

/** Refused whoever asks, for a reason that the caller may read. */
public final class AccessRefusedException extends ForbiddenException {
  private static final long serialVersionUID = 1L;

  AccessRefusedException(String reason) {
    super(reason);
  }

  /** A sentence for the caller. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
