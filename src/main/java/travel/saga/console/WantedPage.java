package travel.saga.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.access.ConsoleSessions;
import travel.saga.reservation.ReservationId;

/**
 * The page of the console that somebody wanted to see when they were asked to log in.
 *
 * @param path with its query, as a browser asks for it
 */
record WantedPage(String path) {
  private static final WantedPage FIRST = new WantedPage(ConsoleSessions.PATH);
  private static final int LONGEST = 2_000;

  /**
   * A path of the console and nothing else, since whoever makes a link to the login can write here
   * what he likes: no other host, no other part of this one (so no dot segments), no line breaks.
   */
  private static final Pattern PAGE =
      Pattern.compile(
          "(?![^?]*/(?:\\.|%2[eE]){1,2}(?:[/?]|$))"
              + ConsoleSessions.PATH
              + "(?:/[!-~&&[^\\\\#?]]*)?(?:\\?[!-~&&[^\\\\#]]*)?");

  private static final Pattern EXECUTION =
      Pattern.compile(ConsoleSessions.PATH + "/executions/([^/?]+)(?:[/?].*)?");

  /** To these nobody wants to come back. */
  private static final Pattern DOOR =
      Pattern.compile(ConsoleSessions.PATH + "/log(?:in|out)/?(?:\\?.*)?");

  /** The first page, where none is told that one can be led to. */
  static WantedPage parse(@Nullable String told) {
    return told == null
            || told.length() > LONGEST
            || !PAGE.matcher(told).matches()
            || DOOR.matcher(told).matches()
        ? FIRST
        : new WantedPage(told);
  }

  static WantedPage of(HttpServerRequest request) {
    return parse(request.uri());
  }

  /** The reservation whose execution it shows, which everybody may look at by its id. */
  Optional<ReservationId> reservation() {
    Matcher execution = EXECUTION.matcher(path);
    return execution.matches() ? ReservationId.parse(execution.group(1)) : Optional.empty();
  }

  /** Where to log in first. */
  String login() {
    return equals(FIRST)
        ? ConsoleSessions.LOGIN
        : ConsoleSessions.LOGIN + "?to=" + URLEncoder.encode(path, UTF_8);
  }
}
