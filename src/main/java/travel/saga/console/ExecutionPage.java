package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * One execution, step by step.
 *
 * @param notice what the operator has just done
 */
record ExecutionPage(ShownExecution shown, LiveRegion live, @Nullable String notice)
    implements TemplateInstance {
  static ExecutionPage of(ShownExecution shown, @Nullable String notice) {
    return new ExecutionPage(
        shown,
        LiveRegion.of(
            ExecutionPath.of(shown.id()),
            shown.changing(),
            live -> new ExecutionRegion(shown, live)),
        notice);
  }

  ExecutionRegion region() {
    return new ExecutionRegion(shown, live);
  }
}
