package travel.saga.api;

import io.vertx.ext.web.RoutingContext;

/** Which requests are for what Quarkus serves by itself, by the path that the router goes by. */
final class QuarkusPages {
  private static final String ROOT = "/q/";

  private QuarkusPages() {}

  static boolean contains(RoutingContext context) {
    return context.normalizedPath().startsWith(ROOT);
  }
}
