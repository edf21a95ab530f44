package travel.saga.engine.crash;

import java.util.List;
import java.util.function.Predicate;
import travel.saga.engine.store.Change;

/** What a transaction is for. */
enum Transaction {
  START,
  STALL,
  RERUN,
  EVENT,
  TURN,
  BEGIN_CHILD,
  REPORT_TO_PARENT,
  RESTART,
  END_FROM_OUTSIDE,
  ACTIVITY,
  TIMER,
  PURGE;

  static Transaction of(List<Change> changes) {
    boolean begins = has(changes, c -> c instanceof Change.Create || c instanceof Change.Renew);
    boolean consumes = has(changes, c -> c instanceof Change.Consume);
    if (has(changes, c -> c instanceof Change.Purge)) {
      return PURGE;
    } else if (has(changes, c -> c instanceof Change.Advance)) {
      return turn(changes, begins);
    } else if (begins) {
      return consumes ? RESTART : START;
    } else if (has(changes, c -> c instanceof Change.CloseTask)) {
      return ACTIVITY;
    } else if (has(changes, c -> c instanceof Change.FireTimer)) {
      return TIMER;
    }
    return EVENT;
  }

  private static Transaction turn(List<Change> changes, boolean begins) {
    if (has(changes, Transaction::isStall)) {
      return STALL;
    } else if (changes.get(0) instanceof Change.Create) {
      return RERUN;
    } else if (begins) {
      return BEGIN_CHILD;
    } else if (has(changes, c -> c instanceof Change.DropTasks)) {
      return END_FROM_OUTSIDE;
    }
    return has(changes, c -> c instanceof Change.Receive) ? REPORT_TO_PARENT : TURN;
  }

  private static boolean isStall(Change change) {
    return change instanceof Change.Advance advance
        && advance.events().get(0).hasExecutionStalled();
  }

  private static boolean has(List<Change> changes, Predicate<Change> kind) {
    return changes.stream().anyMatch(kind);
  }
}
