package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import java.time.Instant;
import java.util.List;

/** Runs to test with. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000006Z");

  private Samples() {}

  static RunHistory run(String id) {
    return new RunHistory(
        new Instance(
            new Identity(1, id, 1, "execution", "it"),
            new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, NOW, NOW, null, null),
            Payloads.of("in"),
            Extent.none(0)));
  }

  static List<HistoryEvent> firstTurn(ExecutionStartedEvent started) {
    return List.of(Events.turnStarted(NOW), Events.executionStarted(started, "reservations", NOW));
  }

  /** What a turn without news comes to. */
  static TurnOutcome.Advanced turn(RunHistory history, OrchestratorAction... actions) {
    return (TurnOutcome.Advanced) answer(history, List.of(Events.turnStarted(NOW)), actions);
  }

  static TurnOutcome answer(
      RunHistory history, List<HistoryEvent> turn, OrchestratorAction... actions) {
    var response = OrchestratorResponse.newBuilder().addAllActions(List.of(actions)).build();
    return TurnAnswer.apply(history, turn, response, NOW);
  }

  static void append(RunHistory history, HistoryEvent... events) {
    history.append(List.of(events), null, NOW.toEpochMilli());
  }
}
