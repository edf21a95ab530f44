package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * Refuses a long target, or long headers, with a problem. The limits of the HTTP server itself,
 * which answers without a body, lie above these.
 */
@ApplicationScoped
class HeadLimit {
  static final int TARGET_BYTES = 4 * 1024;
  static final int HEADER_BYTES = 16 * 1024;

  private final EarlyAnswer early;

  HeadLimit(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.HEAD_LIMIT);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.uri().length() > TARGET_BYTES) {
      early.answer(
          context,
          Problem.of(
              ProblemType.TARGET_TOO_LONG,
              "A path with its query may have " + TARGET_BYTES + " bytes.",
              "/"));
    } else if (headerBytes(request) > HEADER_BYTES) {
      early.answer(
          context,
          Problem.of(
              ProblemType.HEADERS_TOO_LARGE,
              "The headers of a request may have " + HEADER_BYTES + " bytes together.",
              String.valueOf(request.path())));
    } else {
      context.next();
    }
  }

  private static int headerBytes(HttpServerRequest request) {
    int bytes = 0;
    for (Map.Entry<String, String> header : request.headers()) {
      bytes += header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }
}
