package travel.saga.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import travel.saga.access.ConsoleSessions;

/** Where the pages of an execution are; an id may be any text. */
final class ExecutionPath {
  private ExecutionPath() {}

  static String of(String id) {
    return ConsoleSessions.PATH + "/executions/" + encoded(id);
  }

  static String history(String id) {
    return of(id) + "/history";
  }

  /** The list of those whose ids contain the text. */
  static String search(String text) {
    return ConsoleSessions.PATH + "?q=" + encoded(text);
  }

  /** As a part of a path, or the value of a parameter. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%7E", "~");
  }
}
