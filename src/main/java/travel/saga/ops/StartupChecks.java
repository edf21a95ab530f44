package travel.saga.ops;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import travel.saga.dapr.DaprSettings;
import travel.saga.dapr.EngineConfig;
import travel.saga.dapr.RetentionConfig;
import travel.saga.dapr.ShutdownConfig;
import travel.saga.reservation.SettingException;

/** Refuses to start with settings that are readable but cannot work. */
@ApplicationScoped
class StartupChecks {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(100);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
  private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
  private static final String EVENTS_INTERVAL = "reservations.api.events-interval";
  private static final String EVENTS_LIMIT = "reservations.api.events-limit";
  private static final int LAST_PORT = 65535;

  private final Config config;
  private final EngineConfig engine;
  private final ShutdownConfig shutdown;
  private final SweepConfig sweep;
  private final RetentionConfig retention;

  StartupChecks(
      Config config,
      EngineConfig engine,
      ShutdownConfig shutdown,
      SweepConfig sweep,
      RetentionConfig retention) {
    this.config = config;
    this.engine = engine;
    this.shutdown = shutdown;
    this.sweep = sweep;
    this.retention = retention;
  }

  /** Before anything else observes the start. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent start) {
    port();
    between(
        "reservations.api.wait",
        config.getValue("reservations.api.wait", Duration.class),
        Duration.ZERO,
        LONGEST_WAIT);
    between(
        EVENTS_INTERVAL,
        config.getValue(EVENTS_INTERVAL, Duration.class),
        Duration.ofMillis(10),
        Duration.ofMinutes(1));
    atLeastOne(EVENTS_LIMIT, config.getValue(EVENTS_LIMIT, Integer.class));
    between(
        "reservations.shutdown-timeout", shutdown.shutdownTimeout(), Duration.ZERO, LONGEST_STOP);
    between(
        "reservations.sweep.interval", sweep.interval(), Duration.ofSeconds(1), Duration.ofDays(1));
    retention.check(shortestRetention(sweep.interval()));
    between(
        "reservations.engine-timeout",
        engine.engineTimeout(),
        Duration.ofMillis(1),
        Duration.ofHours(1));
    between(
        "reservations.publish-timeout",
        engine.publishTimeout(),
        Duration.ofMillis(1),
        Duration.ofHours(1));
    between(
        "reservations.sidecar-hold-limit",
        engine.sidecarHoldLimit(),
        Duration.ZERO,
        Duration.ofHours(1));
    atLeastOne("reservations.worker-concurrency", engine.workerConcurrency());
    component("reservations.state-store", engine.stateStore());
    component("reservations.pubsub", engine.pubsub());
    if (engine.engine() == EngineConfig.Engine.DAPR && !DaprSettings.anySet(config)) {
      throw new SettingException(
          "reservations.engine",
          "dapr",
          "set DAPR_GRPC_ENDPOINT or DAPR_GRPC_PORT to reach the sidecar, or choose the engine"
              + " embedded.");
    }
  }

  /**
   * A workflow that died has to be there until the sweep has seen it: a reservation whose workflow
   * is missing is started again.
   */
  private static Duration shortestRetention(Duration sweepInterval) {
    Duration twoSweeps = sweepInterval.multipliedBy(2);
    return twoSweeps.compareTo(SHORTEST_RETENTION) > 0 ? twoSweeps : SHORTEST_RETENTION;
  }

  private void port() {
    int port = config.getValue("quarkus.http.port", Integer.class);
    if (port < 0 || port > LAST_PORT) {
      throw new SettingException(
          Settings.shown("quarkus.http.port"),
          Integer.toString(port),
          Settings.remedy("quarkus.http.port"));
    }
  }

  private void between(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new SettingException(
          setting,
          String.valueOf(config.getConfigValue(setting).getValue()),
          "set a time from " + seconds(least) + " to " + seconds(most) + ".");
    }
  }

  private static void atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new SettingException(
          setting, Integer.toString(value), "set a whole number, 1 or more.");
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }

  private static void component(String setting, String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new SettingException(setting, name, "set the name of a Dapr component.");
    }
  }
}
