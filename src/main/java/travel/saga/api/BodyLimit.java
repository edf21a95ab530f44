package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import travel.saga.access.ConsolePages;

/**
 * Refuses bodies that announce too great a length before they are read. {@link
 * BodyLimitInterceptor} stops those that announce none, and forms are read by the console's own
 * guard up to their limit.
 */
@ApplicationScoped
class BodyLimit {
  static final int BYTES = 16 * 1024;

  private final EarlyAnswer early;

  BodyLimit(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.BODY_LIMIT);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isTooLong(length, bytes(context))) {
      early.answer(context, problem(context));
      return;
    }
    if (length == null
        && (request.version() == HttpVersion.HTTP_2
            || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null)) {
      UnreadBody.discardAtEnd(context);
    }
    context.next();
  }

  /** HTTP has checked before that these are digits; more than fit a long are too many. */
  private static boolean isTooLong(String length, int limit) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  static Problem problem(RoutingContext context) {
    String path = context.request().path();
    return Problem.of(
        ProblemType.BODY_TOO_LARGE,
        "The body of such a request may have " + bytes(context) + " bytes.",
        path == null ? "/" : path);
  }

  private static int bytes(RoutingContext context) {
    return ConsolePages.takesForms(context) ? ConsolePages.FORM_BYTES : BYTES;
  }
}
