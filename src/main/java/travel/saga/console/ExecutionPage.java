package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * One execution, step by step.
 *
 * @param notice what was done a moment ago
 */
record ExecutionPage(
    ShownExecution shown, ExecutionActions actions, LiveRegion live, @Nullable String notice)
    implements TemplateInstance {
  static ExecutionPage of(ShownExecution shown, ExecutionActions actions, @Nullable String notice) {
    LiveRegion live =
        LiveRegion.of(
            ExecutionPath.of(shown.id()),
            shown.changing(),
            unseen -> new ExecutionRegion(shown, actions, unseen));
    return new ExecutionPage(shown, actions, live, notice);
  }

  ExecutionRegion region() {
    return new ExecutionRegion(shown, actions, live);
  }
}
