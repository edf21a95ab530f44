package travel.saga.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules that are delivered. */
record AlertRules(String text) {
  private static final Path FILE = Path.of("deploy", "prometheus", "reservations.rules.yml");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\S+)");
  private static final Pattern RUNBOOK = Pattern.compile("runbook_url: (\\S+)");
  private static final Pattern METRIC = Pattern.compile("\\b((?:[a-z]+_)+[a-z]+)(?=[{\\[) ])");

  /** What looks like a metric in an expression and is none. */
  private static final Set<String> FUNCTIONS = Set.of("histogram_quantile");

  static AlertRules delivered() {
    try {
      return new AlertRules(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with seconds in place of minutes, and nothing else changed. */
  AlertRules inSeconds() {
    return new AlertRules(
        text.replaceAll("(for: |\\[)(\\d+)m", "$1$2s").replaceAll("\\* 60\\b", "* 1"));
  }

  List<String> alerts() {
    return found(ALERT);
  }

  List<String> runbooks() {
    return found(RUNBOOK);
  }

  /** Names of the metrics of all expressions. */
  Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    for (String rule : text.split("- alert: ")) {
      if (rule.contains("expr:")) {
        names.addAll(metrics(rule.substring(rule.indexOf("expr:"), rule.indexOf(" for: "))));
      }
    }
    return names;
  }

  /** Names of the metrics of an expression. */
  static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(expression).results().forEach(found -> names.add(found.group(1)));
    names.removeAll(FUNCTIONS);
    return names;
  }

  private List<String> found(Pattern pattern) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
