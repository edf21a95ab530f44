package travel.saga.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Opens sessions of the console. The right token is taken whatever came before it: callers may
 * share an address, and nobody is to lock out the others. That nobody guesses it is due to its
 * length; what is counted here keeps wrong ones from filling the log.
 */
@Singleton
public class Logins {
  /** What became of a login. */
  public sealed interface Result {
    /** It is right; the value of the cookie. */
    record Opened(String session) implements Result {
      /** Whoever has the session is an operator. */
      @Override
      public String toString() {
        return "Opened";
      }
    }

    /** It is wrong. */
    record Wrong() implements Result {}

    /** It is wrong, as too many before it were. */
    record TooMany(Duration pause) implements Result {}
  }

  private static final Logger LOG = Logger.getLogger(Logins.class);
  private static final int BURST = 5;
  private static final Duration ONE_MORE_EACH = Duration.ofSeconds(12);

  private final ConsoleSessions sessions;
  private final Callers callers;
  private final Throttle wrong = new Throttle(BURST, 1, ONE_MORE_EACH);

  Logins(ConsoleSessions sessions, Callers callers) {
    this.sessions = sessions;
    this.callers = callers;
  }

  /**
   * Compares first, and alike whatever was counted: how long it takes tells no more than it says.
   */
  public Result login(HttpServerRequest request, String offeredToken) {
    String session = sessions.open(offeredToken);
    if (session != null) {
      return new Result.Opened(session);
    }
    Duration pause = wrong.take(callers.of(request));
    if (!pause.isZero()) {
      return new Result.TooMany(pause);
    }
    LOG.info("A login at the console with a wrong token was refused");
    return new Result.Wrong();
  }
}
