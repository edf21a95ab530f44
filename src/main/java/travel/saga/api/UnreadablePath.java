package travel.saga.api;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** A path that cannot be decoded matches no route, and passes no filter. */
@ApplicationScoped
class UnreadablePath {
  private final EarlyAnswer early;

  UnreadablePath(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Router router) {
    router.errorHandler(Status.BAD_REQUEST.getStatusCode(), this::answer);
  }

  private void answer(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended()) {
      return;
    }
    SecurityHeaders.set(context);
    early.answer(
        context,
        Problem.invalid(List.of(new Violation("path", "must be percent-encoded UTF-8")), "/"));
  }
}
