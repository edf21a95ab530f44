package travel.saga.api;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Callers;
import travel.saga.access.Throttle;
import travel.saga.reservation.SettingException;

/** Refuses the POSTs of a caller who sends too many; off unless it is set. */
@ApplicationScoped
class RateLimit {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final EarlyAnswer early;
  private final Callers callers;
  private final @Nullable Throttle throttle;

  RateLimit(RateLimitConfig config, EarlyAnswer early, Callers callers) {
    this.early = early;
    this.callers = callers;
    this.throttle = throttle(config);
  }

  private static @Nullable Throttle throttle(RateLimitConfig config) {
    check("reservations.rate-limit.per-minute", config.perMinute());
    check("reservations.rate-limit.burst", config.burst());
    if (config.perMinute().isEmpty()) {
      if (config.burst().isPresent()) {
        throw new SettingException(
            "reservations.rate-limit.burst",
            Integer.toString(config.burst().getAsInt()),
            "set reservations.rate-limit.per-minute, too, or remove it.");
      }
      return null;
    }
    int perMinute = config.perMinute().getAsInt();
    return new Throttle(config.burst().orElse(perMinute), perMinute, MINUTE);
  }

  private static void check(String setting, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new SettingException(
          setting,
          Integer.toString(value.getAsInt()),
          "set a whole number, 1 or more, or remove it for no limit.");
    }
  }

  /** A setting that cannot be worked with stops the start. */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent start) {}

  void register(@Observes Filters filters) {
    if (throttle != null) {
      filters.register(this::check, FilterOrder.RATE_LIMIT);
    }
  }

  private void check(RoutingContext context) {
    if (throttle == null || !context.request().method().equals(HttpMethod.POST)) {
      context.next();
      return;
    }
    Duration pause = throttle.take(callers.of(context.request()));
    if (pause.isZero()) {
      context.next();
      return;
    }
    long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
    context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    early.answer(
        context,
        Problem.of(
            ProblemType.TOO_MANY_REQUESTS,
            "Send the request again in " + seconds + " s.",
            String.valueOf(context.request().path())));
  }
}
