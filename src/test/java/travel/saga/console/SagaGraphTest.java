package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SagaGraphTest {
  private static final Instant NOW = StepSamples.START.plusSeconds(60);

  private final StepSamples steps = new StepSamples("k");

  @Test
  void drawsASagaThatWentWellWithTheWayBackThatItDidNotNeed() {
    StepSamples.FORWARD.forEach(steps::done);

    SagaGraph graph = graph("reservation");

    assertThat(graph.planned()).isTrue();
    assertThat(words(graph))
        .hasSize(10)
        .containsEntry("notify-success", "Completed")
        .containsEntry("confirm-car", "Completed")
        .containsEntry("cancel-car", "Not run")
        .containsEntry("refund-payment", "Not run")
        .containsEntry("notify-failure", "Not run");
    assertThat(count(graph, GraphEdge.Kind.TAKEN)).isEqualTo(5);
    assertThat(count(graph, GraphEdge.Kind.UNDOING)).isZero();
    assertThat(count(graph, GraphEdge.Kind.IDLE)).isEqualTo(3);
    assertThat(count(graph, GraphEdge.Kind.PAIR)).isEqualTo(3);
  }

  @Test
  void putsEachCompensationUnderTheFirstStepThatItUndoes() {
    Map<String, GraphNode> nodes = nodes(graph("reservation"));

    for (var pair :
        Map.of(
                "reserve-flight", "cancel-flight",
                "reserve-car", "cancel-car",
                "process-payment", "refund-payment")
            .entrySet()) {
      GraphNode step = node(nodes, pair.getKey());
      GraphNode compensation = node(nodes, pair.getValue());
      assertThat(compensation.x()).isEqualTo(step.x());
      assertThat(compensation.y()).isGreaterThan(step.bottom());
    }
    assertThat(node(nodes, "notify-failure").x()).isLessThan(node(nodes, "cancel-flight").x());
  }

  @Test
  void drawsTheWayBackFromTheStepThatStopped() {
    steps
        .done("reserve-flight", "cancel-flight")
        .refused("reserve-car", "cancel-car")
        .done("cancel-car")
        .done("cancel-flight")
        .done("notify-failure");

    SagaGraph graph = graph("reservation");

    assertThat(words(graph))
        .containsEntry("reserve-flight", "Undone")
        .containsEntry("reserve-car", "Refused")
        .containsEntry("process-payment", "Not run")
        .containsEntry("refund-payment", "Not run")
        .containsEntry("cancel-flight", "Completed")
        .containsEntry("notify-failure", "Completed");
    assertThat(count(graph, GraphEdge.Kind.TAKEN)).isEqualTo(1);
    assertThat(count(graph, GraphEdge.Kind.UNDOING)).isEqualTo(3);
  }

  @Test
  void leadsFromALaterStepToWhatIsUndoneFirst() {
    steps
        .done("reserve-flight")
        .done("reserve-car")
        .done("process-payment")
        .done("confirm-flight")
        .refused("confirm-car", null)
        .running("refund-payment");

    SagaGraph graph = graph("reservation");

    GraphNode from = node(nodes(graph), "confirm-car");
    GraphNode to = node(nodes(graph), "refund-payment");
    assertThat(graph.edges())
        .filteredOn(edge -> edge.kind() == GraphEdge.Kind.UNDOING)
        .extracting(GraphEdge::path)
        .containsExactly(
            "M%d %dV%dH%dV%d"
                .formatted(
                    from.centre(),
                    from.bottom(),
                    (from.bottom() + to.y()) / 2,
                    to.entry(),
                    to.y()));
  }

  @Test
  void tellsWhatAnotherExecutionHasUndone() {
    for (String step : StepSamples.FORWARD) {
      String compensation = StepSamples.PLAN.pairs().byStep().get(step);
      if (compensation == null) {
        steps.done(step);
      } else {
        steps.done(step, compensation);
      }
    }

    SagaGraph graph = graph("reservation");

    assertThat(words(graph))
        .containsEntry("reserve-flight", "Undone")
        .containsEntry("notify-success", "Completed")
        .containsEntry("cancel-flight", "Completed");
    assertThat(node(nodes(graph), "cancel-flight").note()).isEqualTo("by another one");
    assertThat(node(nodes(graph), "cancel-flight").anchor()).isNull();
    assertThat(count(graph, GraphEdge.Kind.UNDOING)).isZero();
  }

  @Test
  void saysInWordsWhatABoxShows() {
    steps.done("reserve-flight").waiting("reserve-car", 3);

    Map<String, GraphNode> nodes = nodes(graph("reservation"));

    assertThat(node(nodes, "reserve-car").label())
        .isEqualTo("reserve-car: Waiting, 3 attempts, 59.0 s");
    assertThat(node(nodes, "confirm-car").label()).isEqualTo("confirm-car: Not run");
    assertThat(node(nodes, "reserve-car").anchor()).isEqualTo("step-2");
  }

  @Test
  void drawsOfAnotherWorkflowWhatRan() {
    steps.done("refund-payment").done("cancel-car").running("a-name-that-is-much-too-long");

    SagaGraph graph = graph("compensation");

    assertThat(graph.planned()).isFalse();
    assertThat(graph.nodes())
        .extracting(GraphNode::name)
        .containsExactly("refund-payment", "cancel-car", "a-name-that-is-…");
    assertThat(graph.edges()).hasSize(2);
    assertThat(graph.width()).isEqualTo(graph.nodes().get(2).right() + 8);
  }

  @Test
  void drawsWhatRanOfASagaWithStepsThatItDoesNotKnow() {
    steps.done("reserve-flight").done("reserve-hotel");

    assertThat(graph("reservation").planned()).isFalse();
  }

  @Test
  void drawsTheNewestOfManySteps() {
    for (int i = 0; i < 100; i++) {
      steps.done("step-" + i);
    }

    SagaGraph graph = graph("other");

    assertThat(graph.nodes()).hasSize(40);
    assertThat(graph.older()).isEqualTo(60);
    assertThat(graph.nodes().get(0).name()).isEqualTo("step-60");
  }

  @Test
  void drawsNothingOfWhatHasNotBegun() {
    assertThat(graph("other").empty()).isTrue();
    assertThat(graph("reservation").empty()).isFalse();
  }

  @Test
  void keepsEverythingWithinItsBounds() {
    SagaGraph graph = graph("reservation");

    assertThat(graph.nodes())
        .allMatch(node -> node.x() >= 0 && node.right() <= graph.width())
        .allMatch(node -> node.y() >= 0 && node.bottom() <= graph.height());
  }

  private SagaGraph graph(String workflow) {
    return SagaGraph.of(StepSamples.PLAN, workflow, steps.parts(NOW));
  }

  private static long count(SagaGraph graph, GraphEdge.Kind kind) {
    return graph.edges().stream().filter(edge -> edge.kind() == kind).count();
  }

  private static Map<String, String> words(SagaGraph graph) {
    return graph.nodes().stream()
        .collect(Collectors.toMap(GraphNode::name, node -> node.badge().word()));
  }

  private static Map<String, GraphNode> nodes(SagaGraph graph) {
    return graph.nodes().stream().collect(Collectors.toMap(GraphNode::name, node -> node));
  }

  private static GraphNode node(Map<String, GraphNode> nodes, String name) {
    return Objects.requireNonNull(nodes.get(name));
  }
}
