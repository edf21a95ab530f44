package travel.saga.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;
import travel.saga.dapr.SwitchableWorker;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ScriptedSagas;

/** The service over fakes of its ports; nothing happens on its own. */
public class WithoutEngine implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(
        InMemoryReservations.class,
        ScriptedExecutions.class,
        ScriptedSagas.class,
        SwitchableWorker.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("quarkus.scheduler.enabled", "false", "reservations.demo.enabled", "true");
  }

  /** The same where the demo is off. */
  public static class WithoutDemo extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.scheduler.enabled", "false", "reservations.demo.enabled", "false");
    }
  }

  /** The same with room for few streams of events. */
  public static class WithFewStreams extends WithoutEngine {
    static final int STREAMS = 8;

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.scheduler.enabled",
          "false",
          "reservations.api.events-limit",
          Integer.toString(STREAMS));
    }
  }
}
