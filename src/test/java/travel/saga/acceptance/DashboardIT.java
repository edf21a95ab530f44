package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.Prometheus;
import travel.saga.sidecar.SamplePartners;

/** Each query of the dashboard is one for a real Prometheus, and finds what the service tells. */
class DashboardIT {
  /** Of what there need not be any. */
  private static final Set<String> EMPTY_WHILE_WELL =
      Set.of("Part of 5xx", "Time in garbage collection");

  private static final Set<String> EMPTY_ON_A_SIDECAR =
      Set.of(
          "Turns and activities",
          "What waits",
          "Commits and writes",
          "Workflows",
          "Histories in memory");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void everyPanelShowsSomething() {
    try (SamplePartners partners = SamplePartners.start(Map.of())) {
      ServiceProcess service =
          services.start(services.launch().with("reservations.car.url", partners.url("car")));
      try (Prometheus prometheus = Prometheus.scraping(service.launch().port())) {
        TripRequest trip = TripRequest.to("rome");
        await("a scrape").until(() -> !prometheus.query("up == 1").isEmpty());
        service.client().reserveFlight(trip).expect(200);
        service.client().reserveFlight(trip.failing("failCarRentalConfirmation")).expect(409);

        Set<String> mayBeEmpty = new TreeSet<>(EMPTY_WHILE_WELL);
        if (EngineChoice.configured() == EngineChoice.DAPR) {
          mayBeEmpty.addAll(EMPTY_ON_A_SIDECAR);
        }
        await("each panel")
            .untilAsserted(() -> assertThat(emptyPanels(prometheus)).isSubsetOf(mayBeEmpty));
      }
    }
  }

  private static Set<String> emptyPanels(Prometheus prometheus) {
    Set<String> known = prometheus.names();
    Set<String> empty = new TreeSet<>();
    for (JsonNode panel : Dashboard.delivered().panels()) {
      for (String expression : Dashboard.expressions(panel)) {
        boolean found = !prometheus.query(Dashboard.sent(expression)).isEmpty();
        boolean here = known.containsAll(AlertRules.metrics(expression));
        if (!found || (!here && !expression.contains(" or vector(0)"))) {
          empty.add(panel.path("title").asText());
        }
      }
    }
    return empty;
  }
}
