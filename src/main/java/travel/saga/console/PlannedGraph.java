package travel.saga.console;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import travel.saga.execution.SagaPlan;
import travel.saga.execution.StepStatus;

/**
 * The saga: the way forward from left to right, and below it the way back from right to left, each
 * compensation under the first step that it undoes.
 */
final class PlannedGraph {
  private static final int MARGIN = 8;
  private static final int GAP = 28;
  private static final int LOWER = MARGIN + GraphNode.HEIGHT + 52;
  private static final int START = 24;

  private final SagaPlan plan;
  private final Map<String, StepPart> ran;
  private final Set<String> undoing;
  private final List<GraphNode> forward = new ArrayList<>();
  private final List<GraphNode> back = new ArrayList<>();
  private final List<GraphEdge> edges = new ArrayList<>();

  /** A step that was begun anew is shown as its latest run. */
  PlannedGraph(SagaPlan plan, List<StepPart> steps) {
    this.plan = plan;
    this.ran = steps.stream().collect(toMap(StepPart::name, step -> step, (old, late) -> late));
    this.undoing = steps.stream().map(StepPart::undoneBy).filter(Objects::nonNull).collect(toSet());
  }

  SagaGraph draw() {
    place();
    GraphNode first = forward.get(0);
    edges.add(
        new GraphEdge(
            GraphEdge.Kind.START,
            GraphEdge.line(first.x() - GAP - START, first.middle(), first.x(), first.middle())));
    join(forward, GraphEdge.Kind.TAKEN);
    join(back, GraphEdge.Kind.UNDOING);
    Optional<GraphNode> stop = forward.stream().filter(GraphNode::here).reduce((a, b) -> b);
    Optional<GraphNode> undoneFirst = back.stream().filter(GraphNode::here).findFirst();
    if (stop.isPresent() && undoneFirst.isPresent()) {
      edges.add(GraphEdge.down(stop.get(), undoneFirst.get()));
    }
    return new SagaGraph(
        true,
        column(forward.size() + 1) - GAP + MARGIN,
        LOWER + GraphNode.HEIGHT + MARGIN,
        Stream.concat(forward.stream(), back.stream()).toList(),
        edges,
        0);
  }

  private void place() {
    Set<String> placed = new HashSet<>();
    for (String name : plan.forward()) {
      GraphNode step = node(column(forward.size() + 1), MARGIN, name);
      forward.add(step);
      String compensation = plan.pairs().byStep().get(name);
      if (compensation != null && placed.add(compensation)) {
        GraphNode below = node(step.x(), LOWER, compensation);
        back.add(0, below);
        edges.add(GraphEdge.pair(step, below));
      }
    }
    back.add(node(column(0), LOWER, plan.endOfUndoing()));
  }

  private void join(List<GraphNode> row, GraphEdge.Kind whenBothRan) {
    for (int i = 1; i < row.size(); i++) {
      boolean taken = row.get(i - 1).here() && row.get(i).here();
      edges.add(
          GraphEdge.across(taken ? whenBothRan : GraphEdge.Kind.IDLE, row.get(i - 1), row.get(i)));
    }
  }

  private GraphNode node(int x, int y, String name) {
    StepPart step = ran.get(name);
    if (step != null) {
      return GraphNode.ran(x, y, step);
    }
    return undoing.contains(name)
        ? GraphNode.absent(x, y, name, Badge.of(StepStatus.COMPLETED), "by another one")
        : GraphNode.absent(x, y, name, Badge.NOT_RUN, "");
  }

  private static int column(int number) {
    return MARGIN + number * (GraphNode.WIDTH + GAP);
  }
}
