package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that announce too great a length before they are read, and reads on for a while
 * after a refusal: a connection that is closed under a client that still writes would take the
 * answer with it. {@link BodyLimitInterceptor} stops those that announce none.
 */
@ApplicationScoped
class BodyLimit {
  static final int BYTES = 16 * 1024;

  private static final int BEFORE_ANY_ROUTE = 1000;
  private static final long PATIENCE_MILLIS = 5_000;

  private final EarlyAnswer early;

  BodyLimit(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ANY_ROUTE);
  }

  private void check(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isTooLong(length)) {
      context.addEndHandler(ended -> discardRest(context));
      early.answer(context, problem(context.request().path()));
      return;
    }
    if (context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
      context.addEndHandler(ended -> discardRest(context));
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

  private static void discardRest(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    long timer = context.vertx().setTimer(PATIENCE_MILLIS, late -> request.connection().close());
    request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
    request.endHandler(read -> context.vertx().cancelTimer(timer));
    request.handler(rest -> {});
    request.resume();
  }
}
