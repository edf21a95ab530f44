package travel.saga.access;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Opens sessions of the console; who enters wrong tokens has to wait. */
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

    /** It was not looked at: there were too many wrong ones before. */
    record TooMany(Duration pause) implements Result {}
  }

  private static final Logger LOG = Logger.getLogger(Logins.class);
  private static final int BURST = 5;
  private static final Duration ONE_MORE_EACH = Duration.ofSeconds(12);

  private final ConsoleSessions sessions;
  private final Throttle attempts = new Throttle(BURST, 1, ONE_MORE_EACH);

  Logins(ConsoleSessions sessions) {
    this.sessions = sessions;
  }

  public Result login(HttpServerRequest request, String offeredToken) {
    String caller = Caller.of(request);
    Duration wait = attempts.take(caller);
    if (!wait.isZero()) {
      return new Result.TooMany(wait);
    }
    String session = sessions.open(offeredToken);
    if (session == null) {
      LOG.info("A login at the console with a wrong token was refused");
      return new Result.Wrong();
    }
    attempts.giveBack(caller);
    return new Result.Opened(session);
  }
}
