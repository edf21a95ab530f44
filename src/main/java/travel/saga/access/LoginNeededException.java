package travel.saga.access;

import io.quarkus.security.UnauthorizedException;

/** A browser asked for a page of the console without a session, or with one that is over. */
public final class LoginNeededException extends UnauthorizedException {
  private static final long serialVersionUID = 1L;

  LoginNeededException() {
    super("log in first");
  }
}
