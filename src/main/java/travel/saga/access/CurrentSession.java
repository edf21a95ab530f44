package travel.saga.access;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Remembers beside a request the session that it was let in by. */
final class CurrentSession {
  /** Of an operator who needs none. */
  static final String WITHOUT_LOGIN = "";

  private static final String KEY = CurrentSession.class.getName();

  private CurrentSession() {}

  static void put(RoutingContext context, String session) {
    context.put(KEY, session);
  }

  /** Null while nobody was let in. */
  static @Nullable String of(RoutingContext context) {
    return context.get(KEY);
  }
}
