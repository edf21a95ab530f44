package travel.saga.ledger;

import java.util.ArrayList;
import java.util.List;

/** Plays every order of choices once, depth first. */
final class EverySchedule {
  private final List<Integer> choices = new ArrayList<>();
  private final List<Integer> options = new ArrayList<>();
  private int depth;

  /** One choice of the schedule that is played: a number from 0 to below {@code count}. */
  int choose(int count) {
    if (depth == choices.size()) {
      choices.add(0);
      options.add(count);
    }
    return choices.get(depth++);
  }

  /** Goes to the next schedule; false when all were played. */
  boolean next() {
    depth = 0;
    int last = choices.size() - 1;
    while (last >= 0 && choices.get(last) + 1 == options.get(last)) {
      choices.remove(last);
      options.remove(last);
      last--;
    }
    if (last < 0) {
      return false;
    }
    choices.set(last, choices.get(last) + 1);
    return true;
  }

  @Override
  public String toString() {
    return choices.toString();
  }
}
