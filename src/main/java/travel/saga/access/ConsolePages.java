package travel.saga.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Which requests are for the console, as the router reads their paths: without parameters. */
public final class ConsolePages {
  /** How long a form of theirs may be. */
  public static final int FORM_BYTES = 8 * 1024;

  private static final Pattern PAGE_FIRST =
      Pattern.compile("\\s*text/html\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
  private static final Pattern SLASHES = Pattern.compile("/+");

  private ConsolePages() {}

  public static boolean contains(RoutingContext context) {
    String path = path(context);
    return path.equals(ConsoleSessions.PATH) || path.startsWith(ConsoleSessions.PATH + "/");
  }

  /** Whether a page is wanted first of all, as browsers do, and nobody else. */
  public static boolean isPageWanted(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return accepted != null && PAGE_FIRST.matcher(accepted).lookingAt();
  }

  /** Whether forms are sent there: to the console, and to the page that everybody begins with. */
  public static boolean takesForms(RoutingContext context) {
    return contains(context) || isStart(context);
  }

  /** Whether its forms are for everybody, who has no session yet. */
  static boolean isForEverybody(RoutingContext context) {
    return isStart(context) || path(context).equals(ConsoleSessions.LOGIN);
  }

  private static boolean isStart(RoutingContext context) {
    return path(context).equals("/");
  }

  private static String path(RoutingContext context) {
    String path = context.normalizedPath();
    return path.indexOf(';') < 0
        ? path
        : SLASHES.matcher(PARAMETERS.matcher(path).replaceAll("")).replaceAll("/");
  }
}
