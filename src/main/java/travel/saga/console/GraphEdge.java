package travel.saga.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A line of the picture.
 *
 * @param path as SVG has it
 */
record GraphEdge(Kind kind, String path) {
  /** What a line means; the name of its CSS class, too. */
  enum Kind {
    /** To the first step. */
    START,
    /** The next step, which came. */
    TAKEN,
    /** The next step, which did not come. */
    IDLE,
    /** The way back. */
    UNDOING,
    /** Between a step and its compensation. */
    PAIR;

    private boolean arrow() {
      return this != PAIR;
    }

    private String css() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** To the right or to the left, in the middle of both boxes. */
  static GraphEdge across(Kind kind, GraphNode from, GraphNode to) {
    return from.x() < to.x()
        ? new GraphEdge(kind, line(from.right(), from.middle(), to.x(), to.middle()))
        : new GraphEdge(kind, line(from.x(), from.middle(), to.right(), to.middle()));
  }

  /** From the step that stopped down to what is undone first. */
  static GraphEdge down(GraphNode from, GraphNode to) {
    int between = (from.bottom() + to.y()) / 2;
    return new GraphEdge(
        Kind.UNDOING,
        "M%d %dV%dH%dV%d"
            .formatted(
                from.x() == to.x() ? to.entry() : from.centre(),
                from.bottom(),
                between,
                to.entry(),
                to.y()));
  }

  static GraphEdge pair(GraphNode step, GraphNode compensation) {
    return new GraphEdge(
        Kind.PAIR, line(step.centre(), step.bottom(), compensation.centre(), compensation.y()));
  }

  static String line(int x1, int y1, int x2, int y2) {
    return "M%d %dL%d %d".formatted(x1, y1, x2, y2);
  }

  public String css() {
    return kind.css();
  }

  /** What is drawn at its end. */
  public String head() {
    return kind.arrow() ? "url(#arrow-" + css() + ")" : "none";
  }

  static List<String> heads() {
    return Arrays.stream(Kind.values()).filter(Kind::arrow).map(Kind::css).toList();
  }
}
