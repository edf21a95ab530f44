package travel.saga.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads on for a while after an answer that did not wait for the body: a connection that is closed
 * under a client that still writes would take the answer with it.
 */
final class UnreadBody {
  private static final long PATIENCE_MILLIS = 5_000;

  private UnreadBody() {}

  static void discardAtEnd(RoutingContext context) {
    context.addEndHandler(ended -> discard(context));
  }

  private static void discard(RoutingContext context) {
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
