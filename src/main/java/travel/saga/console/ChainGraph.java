package travel.saga.console;

import java.util.ArrayList;
import java.util.List;

/** What ran, one after another. */
final class ChainGraph {
  private static final int MARGIN = 8;
  private static final int GAP = 32;
  private static final int MOST = 40;

  private ChainGraph() {}

  static SagaGraph draw(List<StepPart> steps) {
    int older = Math.max(0, steps.size() - MOST);
    List<GraphNode> nodes = new ArrayList<>();
    List<GraphEdge> edges = new ArrayList<>();
    for (StepPart step : steps.subList(older, steps.size())) {
      int x = MARGIN + nodes.size() * (GraphNode.WIDTH + GAP);
      nodes.add(GraphNode.ran(x, MARGIN, step));
      if (nodes.size() > 1) {
        edges.add(
            GraphEdge.across(
                GraphEdge.Kind.TAKEN, nodes.get(nodes.size() - 2), nodes.get(nodes.size() - 1)));
      }
    }
    int width = 2 * MARGIN + nodes.size() * (GraphNode.WIDTH + GAP) - GAP;
    return new SagaGraph(false, width, 2 * MARGIN + GraphNode.HEIGHT, nodes, edges, older);
  }
}
