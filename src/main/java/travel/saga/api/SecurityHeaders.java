package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What every answer tells a browser to keep from. */
@ApplicationScoped
class SecurityHeaders {
  /** Pages of ours: no script, style or form but from here, and in nobody's frame. */
  private static final String OWN_PAGES =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** Pages of Quarkus, whose scripts and styles are within them. */
  private static final String QUARKUS_PAGES =
      "object-src 'none'; base-uri 'self'; frame-ancestors 'self'";

  void register(@Observes Filters filters) {
    filters.register(this::add, FilterOrder.SECURITY_HEADERS);
  }

  private void add(RoutingContext context) {
    boolean quarkus = QuarkusPages.contains(context);
    MultiMap headers =
        context
            .response()
            .headers()
            .set("X-Content-Type-Options", "nosniff")
            // Not no-referrer: with that, browsers say Origin: null of our own forms.
            .set("Referrer-Policy", "same-origin")
            .set("Content-Security-Policy", quarkus ? QUARKUS_PAGES : OWN_PAGES)
            .set("X-Frame-Options", quarkus ? "SAMEORIGIN" : "DENY")
            .set("Cross-Origin-Resource-Policy", "same-origin");
    if ("https".equals(context.request().scheme())) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    context.next();
  }
}
