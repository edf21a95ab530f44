package travel.saga.conformance;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scenarios and what came of them on each engine, in Markdown. */
final class Table {
  static final String PASSED = "passed";

  private static final String HEAD =
      """
      | | scenario | embedded | daprd | in |
      |---|---|---|---|---|
      """;

  /** Of one engine's scenarios, by number; null for one that was not run. */
  interface Results {
    @Nullable String of(int scenario);
  }

  private Table() {}

  static String of(Results embedded, Results daprd) {
    return DeclaredScenario.all().stream()
        .map(
            scenario ->
                "| %d | %s | %s | %s | `%s` |%n"
                    .formatted(
                        scenario.number(),
                        scenario.name(),
                        cell(scenario, EngineKind.EMBEDDED, embedded),
                        cell(scenario, EngineKind.DAPR, daprd),
                        scenario.theme()))
        .collect(Collectors.joining("", HEAD, ""));
  }

  /** As it is when nothing fails. */
  static String ofSuccess() {
    return of(scenario -> PASSED, scenario -> PASSED);
  }

  private static String cell(DeclaredScenario scenario, EngineKind engine, Results results) {
    String result = results.of(scenario.number());
    if (result == null) {
      return "not run";
    }
    return result.equals(PASSED)
        ? scenario.difference(engine).map(why -> "differs: " + why).orElse(PASSED)
        : result;
  }
}
