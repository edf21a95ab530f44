package travel.saga.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Logs a line for each request: which route, never the path or the query, for names may be in them.
 */
@ApplicationScoped
class RequestLog {
  private static final Logger LOG = Logger.getLogger(RequestLog.class);
  private static final String RESERVATION = RequestLog.class.getName() + ".reservation";
  private static final Pattern RESERVATION_ID =
      Pattern.compile("(?<=/)[0-9a-f]{12}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final boolean enabled;
  private final RouteTable routes;

  RequestLog(RequestLogConfig config, RouteTable routes) {
    this.enabled = config.enabled();
    this.routes = routes;
  }

  void register(@Observes Filters filters) {
    if (enabled) {
      filters.register(this::begin, FilterOrder.REQUEST_LOG);
    }
  }

  /** The reservation that an answer is about. */
  @ServerResponseFilter
  public void remember(ContainerResponseContext response, RoutingContext context) {
    if (enabled) {
      context.put(RESERVATION, reservation(response.getEntity()));
    }
  }

  private static @Nullable String reservation(@Nullable Object entity) {
    if (entity instanceof ReservationView view) {
      return view.reservationId();
    }
    return entity instanceof Problem problem ? problem.reservationId() : null;
  }

  private void begin(RoutingContext context) {
    if (!QuarkusPages.contains(context)) {
      long start = System.nanoTime();
      context.addEndHandler(end -> log(context, end, Duration.ofNanos(System.nanoTime() - start)));
    }
    context.next();
  }

  private void log(RoutingContext context, AsyncResult<Void> end, Duration duration) {
    String route = routes.at(context).map(RouteTable.Route::template).findFirst().orElse("none");
    String status =
        end.succeeded() ? Integer.toString(context.response().getStatusCode()) : "aborted";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("method", context.request().method().name());
    fields.put("route", route);
    fields.put("status", status);
    fields.put("duration_ms", Long.toString(duration.toMillis()));
    fields.put("bytes", Long.toString(context.response().bytesWritten()));
    reservationOf(context).ifPresent(id -> fields.put("reservation_id", id));
    fields.forEach(MDC::put);
    try {
      LOG.infof("%s %s %s", context.request().method(), route, status);
    } finally {
      fields.keySet().forEach(MDC::remove);
    }
  }

  private static Optional<String> reservationOf(RoutingContext context) {
    return Optional.<String>ofNullable(context.get(RESERVATION))
        .or(
            () ->
                RESERVATION_ID
                    .matcher(String.valueOf(context.request().path()))
                    .results()
                    .map(MatchResult::group)
                    .findFirst());
  }
}
