package travel.saga.console;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.SettingException;

/** Leads from the id of a trace to where it is looked at. */
@ApplicationScoped
class TraceLinks {
  private static final String ID = "{trace_id}";

  private final Optional<String> template;

  TraceLinks(ConsoleConfig config) {
    this.template = config.traceUrl();
  }

  /** A wrong address is found at the start, not by whoever follows it. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent start) {
    template.filter(address -> !isAddress(address)).ifPresent(TraceLinks::refuse);
  }

  /** Null where there is no trace. */
  @Nullable TraceLink of(@Nullable String id) {
    return id == null
        ? null
        : new TraceLink(id, template.map(to -> to.replace(ID, id)).orElse(null));
  }

  private static boolean isAddress(String template) {
    try {
      URI address = URI.create(template.replace(ID, "0"));
      return template.contains(ID)
          && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
          && address.getHost() != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static void refuse(String template) {
    throw new SettingException(
        "reservations.console.trace-url",
        template,
        "set an address that begins with https:// or http:// and has {trace_id} where the id of"
            + " the trace belongs, such as https://jaeger.example/trace/{trace_id}.");
  }
}
