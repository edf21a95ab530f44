package travel.saga.engine.crash;

import java.util.List;
import java.util.function.Predicate;
import travel.saga.engine.store.Change;

/** What a transaction is for. */
enum Transaction {
  START,
  EVENT,
  TURN,
  RESTART,
  END_BY_CALLER,
  ACTIVITY,
  TIMER,
  PURGE;

  static Transaction of(List<Change> changes) {
    boolean begins = has(changes, c -> c instanceof Change.Create || c instanceof Change.Renew);
    boolean consumes = has(changes, c -> c instanceof Change.Consume);
    if (has(changes, c -> c instanceof Change.Purge)) {
      return PURGE;
    } else if (has(changes, c -> c instanceof Change.Advance)) {
      return has(changes, c -> c instanceof Change.DropTasks) ? END_BY_CALLER : TURN;
    } else if (begins) {
      return consumes ? RESTART : START;
    } else if (has(changes, c -> c instanceof Change.CloseTask)) {
      return ACTIVITY;
    } else if (has(changes, c -> c instanceof Change.FireTimer)) {
      return TIMER;
    }
    return EVENT;
  }

  private static boolean has(List<Change> changes, Predicate<Change> kind) {
    return changes.stream().anyMatch(kind);
  }
}
