package travel.saga.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A scenario as it is declared.
 *
 * @param differences from the common behaviour, by engine
 */
record DeclaredScenario(int number, String name, String theme, List<Differs> differences) {
  static final int LAST = 65;

  /** All that are declared in this package, by their numbers. */
  static List<DeclaredScenario> all() {
    return ReflectionSupport.findAllClassesInPackage(
            DeclaredScenario.class.getPackageName(), type -> true, name -> name.endsWith("IT"))
        .stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Scenario.class))
        .map(DeclaredScenario::of)
        .sorted(Comparator.comparing(DeclaredScenario::number))
        .toList();
  }

  private static DeclaredScenario of(Method method) {
    Scenario scenario = Objects.requireNonNull(method.getAnnotation(Scenario.class));
    return new DeclaredScenario(
        scenario.number(),
        scenario.name(),
        method.getDeclaringClass().getSimpleName(),
        List.of(method.getAnnotationsByType(Differs.class)));
  }

  /** Why the engine does something else. */
  Optional<String> difference(EngineKind engine) {
    return differences.stream()
        .filter(differs -> differs.on() == engine)
        .map(Differs::because)
        .findFirst();
  }
}
