package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import java.util.ArrayList;
import java.util.List;

/** Which patches of its code a run has met: recorded at the turn that met them first. */
final class Patches {
  private Patches() {}

  /** Whether the worker met all that the history did, in the same order, and then perhaps more. */
  static boolean goOn(List<String> recorded, List<String> met) {
    return met.size() >= recorded.size() && met.subList(0, recorded.size()).equals(recorded);
  }

  static String mismatch(List<String> recorded, List<String> met) {
    return "Patch mismatch: the history has " + recorded + ", the worker's code " + met + ".";
  }

  /** The start of a turn with the version that the worker ran, and what is new of its patches. */
  static HistoryEvent stamped(
      HistoryEvent turnStarted, List<String> recorded, OrchestrationVersion ran) {
    List<String> added = new ArrayList<>(ran.getPatchesList());
    recorded.forEach(added::remove); // one at a time: a patch may be met more than once
    if (ran.getName().isEmpty() && added.isEmpty()) {
      return turnStarted;
    }
    OrchestrationVersion version = ran.toBuilder().clearPatches().addAllPatches(added).build();
    return turnStarted.toBuilder()
        .setOrchestratorStarted(OrchestratorStartedEvent.newBuilder().setVersion(version))
        .build();
  }
}
