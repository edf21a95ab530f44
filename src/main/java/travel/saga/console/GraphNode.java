package travel.saga.console;

import org.jspecify.annotations.Nullable;

/**
 * A box of the picture.
 *
 * @param x of its left upper corner, as {@code y}
 * @param name as much of the wire name as there is room for
 * @param note attempts and duration, or where else it ran
 * @param label all of it, for who does not see the picture
 * @param anchor of the step's details; null where there are none
 */
record GraphNode(
    int x, int y, String name, Badge badge, String note, String label, @Nullable String anchor) {
  static final int WIDTH = 128;
  static final int HEIGHT = 68;
  private static final int LONGEST_NAME = 16;

  /** A step that ran in this execution. */
  static GraphNode ran(int x, int y, StepPart step) {
    Badge badge = step.shownAs();
    return new GraphNode(
        x,
        y,
        shortened(step.name()),
        badge,
        step.brief(),
        step.name() + ": " + badge.word() + ", " + step.brief(),
        step.anchor());
  }

  /** One that did not, or not here. */
  static GraphNode absent(int x, int y, String name, Badge badge, String note) {
    String label = name + ": " + badge.word() + (note.isEmpty() ? "" : " " + note);
    return new GraphNode(x, y, shortened(name), badge, note, label, null);
  }

  /** Whether it ran in this execution. */
  public boolean here() {
    return anchor != null;
  }

  public int width() {
    return WIDTH;
  }

  public int height() {
    return HEIGHT;
  }

  int middle() {
    return y + HEIGHT / 2;
  }

  int centre() {
    return x + WIDTH / 2;
  }

  /** Where what stopped the way forward comes in, beside the line from the step above. */
  int entry() {
    return x + WIDTH * 3 / 4;
  }

  int right() {
    return x + WIDTH;
  }

  int bottom() {
    return y + HEIGHT;
  }

  private static String shortened(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
  }
}
