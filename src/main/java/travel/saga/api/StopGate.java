package travel.saga.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes no new request once the service was told to stop; those under way are answered. Without
 * this, a stream of new ones would keep the server busy until the engine is closed under them.
 */
@ApplicationScoped
class StopGate {
  private final EarlyAnswer early;
  private volatile boolean stopping;

  StopGate(EarlyAnswer early) {
    this.early = early;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FilterOrder.STOP_GATE);
  }

  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  private void check(RoutingContext context) {
    if (!stopping || QuarkusPages.contains(context)) {
      context.next();
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.RETRY_AFTER, "1");
    early.answer(
        context,
        Problem.of(
            ProblemType.STOPPING,
            "Send the request again: another replica answers it.",
            String.valueOf(context.request().path())));
  }
}
