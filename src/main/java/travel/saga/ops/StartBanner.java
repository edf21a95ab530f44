package travel.saga.ops;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Tells, once the port is open, what to try and where to look. */
@ApplicationScoped
class StartBanner {
  private static final Logger LOG = Logger.getLogger(StartBanner.class);

  private final ValueRegistry values;
  private final AtomicBoolean shown = new AtomicBoolean();

  StartBanner(ValueRegistry values) {
    this.values = values;
  }

  void started(@ObservesAsync HttpServerStart start) {
    LaunchMode mode = LaunchMode.current();
    if (mode == LaunchMode.TEST || !shown.compareAndSet(false, true)) {
      return;
    }
    String base = "http://localhost:" + values.get(HttpServer.HTTP_SERVER).getPort();
    if (mode.isDev()) {
      System.out.println(text(base));
    } else {
      LOG.infof(
          "ready: %s/reserveFlight, %s/console, %s/q/swagger-ui, %s/q/health",
          base, base, base, base);
    }
  }

  static String text(String base) {
    return """

        Reservations is ready. Try

          curl -H 'Content-Type: application/json' %1$s/reserveFlight \\
            -d '{"first_name":"Ada","last_name":"Lovelace","location":"London","car_class":"compact"}'

          %1$s/               book by a form, and watch it
          %1$s/console        all executions
          %1$s/q/swagger-ui   the API
          %1$s/q/health       health
          %1$s/q/metrics      metrics
          %1$s/q/dev-ui       Quarkus' own page for developers
        """
        .formatted(base);
  }
}
