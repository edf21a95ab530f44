package travel.saga.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;
import travel.saga.access.ConsoleSessions;

/**
 * Where an execution's page is, and those of what can be done there; an id may be any text.
 *
 * @param compensation the wire name of the one that it is about; null for the execution itself
 */
record ActionPath(String execution, @Nullable String compensation) {
  /** The parameter with which the next page says what was done. */
  private static final String DONE = "?done=";

  String page() {
    return ConsoleSessions.PATH + "/executions/" + encoded(execution);
  }

  String of(OperatorAction action) {
    String subject = compensation == null ? "" : "/compensations/" + encoded(compensation);
    return page() + subject + "/" + action.word();
  }

  /**
   * @param page where one is led when it is done
   */
  static String after(OperatorAction action, String page) {
    return page + DONE + action.word();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%7E", "~");
  }
}
