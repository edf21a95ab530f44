package travel.saga.console;

import org.jspecify.annotations.Nullable;

/**
 * Where an execution's page is, and those of what can be done there; an id may be any text.
 *
 * @param compensation the wire name of the one that it is about; null for the execution itself
 */
record ActionPath(String execution, @Nullable String compensation) {
  /** The parameter with which the next page says what was done. */
  private static final String DONE = "?done=";

  String page() {
    return ExecutionPath.of(execution);
  }

  String of(OperatorAction action) {
    String subject =
        compensation == null ? "" : "/compensations/" + ExecutionPath.encoded(compensation);
    return page() + subject + "/" + action.word();
  }

  /**
   * @param page where one is led when it is done
   */
  static String after(OperatorAction action, String page) {
    return page + DONE + action.word();
  }
}
