package travel.saga.api;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WorkflowId;

/**
 * The place of an event among those of its reservation. Follows from the histories of its workflows
 * alone, so it is the same on every replica and after every restart.
 *
 * @param run which workflow: 0 the saga, n its n-th rerun, {@link #UNDO} + n the n-th that undoes
 * @param call the event of that history that calls the step; {@link #END} behind all of them
 * @param part what it tells of the call: that it began or how it ended
 */
record EventId(int run, int call, int part) implements Comparable<EventId> {
  static final int UNDO = 1_000_000;
  static final int END = Integer.MAX_VALUE;

  /** Before all events. */
  static final EventId BEGINNING = new EventId(-1, 0, 0);

  private static final Comparator<EventId> ORDER =
      Comparator.comparingInt(EventId::run)
          .thenComparingInt(EventId::call)
          .thenComparingInt(EventId::part);
  private static final Pattern FORM = Pattern.compile("(\\d{1,8})-(\\d{1,9}|end)-(\\d)");

  /** As {@link #text} tells it; what is no id stands for none. */
  static Optional<EventId> of(@Nullable String text) {
    Matcher form = FORM.matcher(text == null ? "" : text.strip());
    return form.matches()
        ? Optional.of(
            new EventId(
                Integer.parseInt(form.group(1)),
                form.group(2).equals("end") ? END : Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3))))
        : Optional.empty();
  }

  static int runOf(WorkflowId workflow) {
    int undo = workflow.undoNumber();
    return undo == 0 ? workflow.rerunNumber() : UNDO + undo;
  }

  String text() {
    return run + "-" + (call == END ? "end" : call) + "-" + part;
  }

  @Override
  public int compareTo(EventId other) {
    return ORDER.compare(this, other);
  }
}
