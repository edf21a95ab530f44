package travel.saga.access;

import io.vertx.ext.web.RoutingContext;

/** Which requests are for the console, as the router reads their paths. */
public final class ConsolePages {
  private ConsolePages() {}

  public static boolean contains(RoutingContext context) {
    String path = context.normalizedPath();
    return path.equals(ConsoleSessions.PATH) || path.startsWith(ConsoleSessions.PATH + "/");
  }
}
