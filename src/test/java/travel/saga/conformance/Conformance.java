package travel.saga.conformance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a scenario the bench that all share, or an engine of its own, and keeps what came of it for
 * the table.
 */
final class Conformance
    implements BeforeEachCallback, ParameterResolver, AfterEachCallback, TestWatcher {
  private static final Namespace NAMESPACE = Namespace.create(Conformance.class);

  /** Here, where a machine without Dapr still means a skipped test and not a failed one. */
  @Override
  public void beforeEach(ExtensionContext context) {
    if (Arrays.asList(context.getRequiredTestMethod().getParameterTypes()).contains(Rig.class)) {
      bench(context);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Rig.class || type == Site.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Rig.class
        ? bench(context).rig(scenario(context).number())
        : context.getStore(NAMESPACE).computeIfAbsent(Site.class, key -> new Site(), Site.class);
  }

  /**
   * Lasts for all classes that this JVM is given, be it one by one: the SDK keeps the first worker
   * of a JVM, and would hand it out again when its engine has gone.
   */
  private static Store run(ExtensionContext context) {
    return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
  }

  private static Bench bench(ExtensionContext context) {
    return run(context)
        .computeIfAbsent(Bench.class, key -> new Bench(EngineKind.configured()), Bench.class);
  }

  private static Outcomes outcomes(ExtensionContext context) {
    return run(context)
        .computeIfAbsent(
            Outcomes.class, key -> new Outcomes(EngineKind.configured()), Outcomes.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    Site site = context.getStore(NAMESPACE).get(Site.class, Site.class);
    System.err.println(site == null ? bench(context).logTail() : site.logTail());
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    outcomes(context).passed(scenario(context).number());
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    outcomes(context).failed(scenario(context).number());
  }

  private static Scenario scenario(ExtensionContext context) {
    return context.getRequiredTestMethod().getAnnotation(Scenario.class);
  }
}
