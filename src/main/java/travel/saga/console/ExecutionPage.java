package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** One execution, step by step. */
record ExecutionPage(ShownExecution shown, LiveRegion live) implements TemplateInstance {
  static ExecutionPage of(ShownExecution shown) {
    return new ExecutionPage(
        shown,
        LiveRegion.of(
            ExecutionPath.of(shown.id()),
            shown.changing(),
            live -> new ExecutionRegion(shown, live)));
  }

  ExecutionRegion region() {
    return new ExecutionRegion(shown, live);
  }
}
