package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the rules and the dashboard promise to whoever reads them; see also AlertsIT. */
class MonitoringTest {
  private static final Path OPERATIONS = Path.of("docs", "operations.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private final AlertRules rules = AlertRules.delivered();
  private final Dashboard dashboard = Dashboard.delivered();

  @Test
  void eachAlertIsExplainedWhereItPointsTo() throws IOException {
    List<String> anchors =
        HEADING
            .matcher(Files.readString(OPERATIONS))
            .results()
            .map(heading -> anchor(heading.group(1)))
            .toList();

    assertThat(rules.runbooks())
        .isEqualTo(
            rules.alerts().stream()
                .map(alert -> "docs/operations.md#" + alert.toLowerCase(Locale.ROOT))
                .toList());
    for (String runbook : rules.runbooks()) {
      assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
    }
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  @Test
  void eachAlertSaysWhatSomebodyNeedsToKnow() {
    int alerts = rules.alerts().size();

    for (String part :
        List.of("for: \\d+m", "severity: (warning|critical)", "summary: ", "description: ")) {
      assertThat(Pattern.compile(part).matcher(rules.text()).results().count())
          .as(part)
          .isEqualTo(alerts);
    }
  }

  /** Every duration; a test that missed one would wait for it. */
  @Test
  void inSecondsNothingIsLeftOfMinutes() {
    String expressions = rules.inSeconds().text().replaceAll("(?m)^ *(description:|#).*$", "");

    assertThat(expressions).doesNotContainPattern("\\d+m\\b").doesNotContain("* 60");
  }

  @Test
  void metricsAreFoundInExpressions() {
    assertThat(rules.metrics())
        .contains(
            "reservations_oldest_open_age_seconds",
            "reservations_attention",
            "saga_compensations_total",
            "partner_breaker_half_open",
            "reservations_duration_seconds_bucket",
            "http_server_requests_seconds_count");
  }

  @Test
  void panelsHaveTitlesDescriptionsUnitsAndAPlaceOfTheirOwn() {
    Set<String> titles = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      String title = panel.path("title").asText();
      assertThat(title).isNotEmpty();
      assertThat(titles.add(title)).as("one %s", title).isTrue();
      assertThat(ids.add(panel.path("id").asInt())).as("id of %s", title).isTrue();
      assertThat(panel.path("description").asText()).as(title).isNotEmpty();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotEmpty();
    }
    assertThat(overlapping()).isEmpty();
  }

  private List<String> overlapping() {
    List<String> pairs = new ArrayList<>();
    List<JsonNode> all = Dashboard.each(dashboard.json().path("panels")).toList();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (overlap(all.get(i).path("gridPos"), all.get(j).path("gridPos"))) {
          pairs.add(all.get(i).path("title") + " and " + all.get(j).path("title"));
        }
      }
    }
    return pairs;
  }

  private static boolean overlap(JsonNode a, JsonNode b) {
    return meet(a, b, "x", "w") && meet(a, b, "y", "h");
  }

  private static boolean meet(JsonNode a, JsonNode b, String from, String length) {
    int beginA = a.path(from).asInt();
    int beginB = b.path(from).asInt();
    return beginA < beginB + b.path(length).asInt() && beginB < beginA + a.path(length).asInt();
  }

  /** So that it can be imported anywhere: no data source, job or interval of one installation. */
  @Test
  void queriesTakeTheirDataSourceJobAndIntervalFromVariables() {
    assertThat(dashboard.variables())
        .extracting(variable -> variable.path("name").asText())
        .containsExactly("datasource", "job", "instance");
    for (JsonNode panel : dashboard.panels()) {
      for (JsonNode target : Dashboard.each(panel.path("targets")).toList()) {
        String expression = target.path("expr").asText();
        assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(target.path("legendFormat").asText()).as(expression).isNotEmpty();
        assertThat(count(expression, "job=~\"$job\""))
            .as(expression)
            .isEqualTo(count(expression, "{"));
        assertThat(count(expression, "["))
            .as(expression)
            .isEqualTo(count(expression, "[$__rate_interval]"));
        assertThat(expression)
            .as("a counter as it is tells nothing")
            .doesNotContainPattern("(?<!rate\\()\\b[a-z_]+_(total|bucket|count|sum)\\{");
      }
    }
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void showsWhatTheRulesAreAbout() {
    Set<String> shown = new HashSet<>();
    dashboard
        .panels()
        .forEach(
            panel ->
                Dashboard.expressions(panel).forEach(e -> shown.addAll(AlertRules.metrics(e))));
    Set<String> asked = new HashSet<>(rules.metrics());
    asked.remove("up");

    assertThat(shown).containsAll(asked);
  }
}
