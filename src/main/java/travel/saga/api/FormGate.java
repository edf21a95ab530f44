package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import travel.saga.access.ConsolePages;

/**
 * Lets forms pass to the pages alone, and none with files: any page can send one to any server
 * without being asked for a preflight, and Quarkus REST writes files to the disk.
 */
@ApplicationScoped
class FormGate {
  private final EarlyAnswer early;

  FormGate(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.FORM_GATE);
  }

  private void check(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null
        || !hasBody(context.request())
        || isWelcome(type.strip().toLowerCase(Locale.ROOT), context)) {
      context.next();
    } else {
      early.answer(
          context,
          Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              ConsolePages.takesForms(context)
                  ? "Send application/x-www-form-urlencoded."
                  : "Send application/json.",
              String.valueOf(context.request().path())));
    }
  }

  /** Some clients name a form where they send nothing. HTTP/2 need not announce a length. */
  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.version() == HttpVersion.HTTP_2
            || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        : !length.equals("0");
  }

  private static boolean isWelcome(String type, RoutingContext context) {
    return !type.startsWith("multipart/")
        && (!type.startsWith("application/x-www-form-urlencoded")
            || ConsolePages.takesForms(context));
  }
}
