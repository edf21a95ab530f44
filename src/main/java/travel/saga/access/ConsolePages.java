package travel.saga.access;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Which requests are for the console, as the router reads their paths: without parameters. */
public final class ConsolePages {
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
  private static final Pattern SLASHES = Pattern.compile("/+");

  private ConsolePages() {}

  public static boolean contains(RoutingContext context) {
    String path = path(context);
    return path.equals(ConsoleSessions.PATH) || path.startsWith(ConsoleSessions.PATH + "/");
  }

  static boolean isLogin(RoutingContext context) {
    return path(context).equals(ConsoleSessions.LOGIN);
  }

  private static String path(RoutingContext context) {
    String path = context.normalizedPath();
    return path.indexOf(';') < 0
        ? path
        : SLASHES.matcher(PARAMETERS.matcher(path).replaceAll("")).replaceAll("/");
  }
}
