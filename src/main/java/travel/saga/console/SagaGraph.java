package travel.saga.console;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import travel.saga.execution.SagaPlan;

/**
 * The picture of an execution: boxes for the steps, and arrows between them. A saga is drawn with
 * what it has not done, or never will; of another workflow is drawn what ran.
 *
 * @param planned whether it is the saga's picture
 * @param older how many steps came before the first that is drawn
 */
record SagaGraph(
    boolean planned,
    int width,
    int height,
    List<GraphNode> nodes,
    List<GraphEdge> edges,
    int older) {

  static SagaGraph of(SagaPlan plan, String workflow, List<StepPart> steps) {
    return workflow.equals(plan.workflow()) && knows(plan, steps)
        ? new PlannedGraph(plan, steps).draw()
        : ChainGraph.draw(steps);
  }

  /** The kinds of lines that end in an arrow. */
  public List<String> heads() {
    return GraphEdge.heads();
  }

  public boolean empty() {
    return nodes.isEmpty();
  }

  /** A saga of another release may have had other steps. */
  private static boolean knows(SagaPlan plan, List<StepPart> steps) {
    Set<String> known = new HashSet<>(plan.forward());
    known.addAll(plan.pairs().byStep().values());
    known.add(plan.endOfUndoing());
    return steps.stream().allMatch(step -> known.contains(step.name()));
  }
}
