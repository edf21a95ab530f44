package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.SamplePartners;

/** Each metric is there before anything has happened, so that a rate sees the first of it. */
@Tag("native")
class MetricsIT {
  private static final List<String> STEPS =
      List.of(
          "reserve-flight",
          "reserve-car",
          "process-payment",
          "confirm-flight",
          "confirm-car",
          "notify-success",
          "notify-failure");
  private static final List<String> COMPENSATIONS =
      List.of("cancel-flight", "cancel-car", "refund-payment");
  private static final List<String> ENDINGS = List.of("done", "refused", "fault");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void everyMetricIsThereFromTheStart() {
    try (SamplePartners partners = SamplePartners.start(Map.of())) {
      ServiceProcess service =
          services.start(services.launch().with("reservations.car.url", partners.url("car")));

      List<String> shown = service.client().get("/q/metrics").expect(200).body().lines().toList();

      assertThat(shown).containsAll(atZero()).contains("reservations_worker_connected 1.0");
      assertThat(shown)
          .filteredOn(line -> line.equals("engine_store_fault 0.0"))
          .hasSize(EngineChoice.configured() == EngineChoice.EMBEDDED ? 1 : 0);
    }
  }

  private static List<String> atZero() {
    List<String> lines = new ArrayList<>();
    lines.add("reservations_started_total 0.0");
    lines.add("reservations_in_flight 0.0");
    lines.add("reservations_attention 0.0");
    lines.add("reservations_oldest_open_age_seconds 0.0");
    lines.add("reservations_duration_seconds_count 0.0");
    lines.add("reservations_duration_seconds_bucket{le=\"60.0\"} 0.0");
    for (String outcome : List.of("confirmed", "rejected", "cancelled", "attention")) {
      lines.add("reservations_finished_total{outcome=\"" + outcome + "\"} 0.0");
    }
    STEPS.forEach(step -> addStep(lines, step));
    COMPENSATIONS.forEach(step -> addStep(lines, step));
    for (String step : COMPENSATIONS) {
      for (String ending : ENDINGS) {
        lines.add("saga_compensations_total" + labels(ending, "step", step) + " 0.0");
      }
    }
    for (String ending : List.of("done", "refused", "fault", "prevented")) {
      lines.add("partner_calls_total" + labels(ending, "partner", "car") + " 0.0");
    }
    lines.add("partner_breaker_open{partner=\"car\"} 0.0");
    lines.add("partner_breaker_half_open{partner=\"car\"} 0.0");
    return lines;
  }

  private static void addStep(List<String> lines, String step) {
    lines.add("saga_step_retries_total{step=\"" + step + "\"} 0.0");
    for (String ending : ENDINGS) {
      lines.add("saga_step_duration_seconds_count" + labels(ending, "step", step) + " 0.0");
    }
  }

  private static String labels(String outcome, String label, String value) {
    return "{outcome=\"" + outcome + "\"," + label + "=\"" + value + "\"}";
  }
}
