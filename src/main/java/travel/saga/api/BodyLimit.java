package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that announce too great a length before they are read. {@link
 * BodyLimitInterceptor} stops those that announce none.
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
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isTooLong(length)) {
      early.answer(context, problem(context.request().path()));
      return;
    }
    if (context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      UnreadBody.discardAtEnd(context);
    }
    context.next();
  }

  /** HTTP has checked before that these are digits; more than fit a long are too many. */
  private static boolean isTooLong(String length) {
    try {
      return Long.parseLong(length) > BYTES;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  static Problem problem(@Nullable String path) {
    return Problem.of(
        ProblemType.BODY_TOO_LARGE,
        "A request body may have " + BYTES + " bytes.",
        path == null ? "/" : path);
  }
}
