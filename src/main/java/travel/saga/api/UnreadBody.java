package travel.saga.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Reads on for a while after an answer that did not wait for the body: a connection that is closed
 * under a client that still writes would take the answer with it. Then HTTP/1 leaves nothing but to
 * close it; on HTTP/2, where others have their requests on it, the one stream is ended.
 */
final class UnreadBody {
  private static final long PATIENCE_MILLIS = 5_000;

  /** RFC 9113, section 8.1: the answer is whole, there is no need to send more. */
  private static final long NO_ERROR = 0;

  private UnreadBody() {}

  /** On the event loop of the request; its answer may come from another thread. */
  static void discardAtEnd(RoutingContext context) {
    Context loop = Objects.requireNonNull(Vertx.currentContext(), "filters run on the event loop");
    context.addEndHandler(ended -> loop.runOnContext(then -> discard(context)));
  }

  private static void discard(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    long timer = context.vertx().setTimer(PATIENCE_MILLIS, late -> stop(request));
    request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
    request.endHandler(read -> context.vertx().cancelTimer(timer));
    request.handler(rest -> {});
    request.resume();
  }

  private static void stop(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(NO_ERROR);
    } else {
      request.connection().close();
    }
  }
}
