package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import java.util.ArrayList;
import java.util.List;

/**
 * The code that a worker has for a run: of the version that its history says, with the patches that
 * it says. The second release has a version and patches that the first does not.
 */
final class Code {
  /** What is deployed. */
  enum Release {
    FIRST,
    SECOND
  }

  private static final OrchestratorAction NO_SUCH_VERSION =
      OrchestratorAction.newBuilder()
          .setCompleteOrchestration(
              CompleteOrchestrationAction.newBuilder()
                  .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_STALLED))
          .build();

  private final Release release;
  private final Release version;
  private final List<String> recorded = new ArrayList<>();
  private final List<String> met = new ArrayList<>();

  Code(Release release, List<HistoryEvent> past) {
    this.release = release;
    Release ran = release; // a run begins with the latest version there is
    for (HistoryEvent event : past) {
      OrchestrationVersion of = event.getOrchestratorStarted().getVersion();
      recorded.addAll(of.getPatchesList());
      if (!of.getName().isEmpty()) {
        ran = Release.valueOf(of.getName());
      }
    }
    this.version = ran;
  }

  /** Whether the worker has what the run was begun with. */
  boolean isThere() {
    return release == Release.SECOND || (version == Release.FIRST && recorded.isEmpty());
  }

  /** What a worker answers that does not have it. */
  Replay.Answer missing() {
    boolean lacksVersion = version != Release.FIRST;
    return new Replay.Answer(
        lacksVersion ? List.of(NO_SUCH_VERSION) : List.of(),
        "",
        OrchestrationVersion.newBuilder().setName(release.name()).build());
  }

  boolean isOfSecondVersion() {
    return version == Release.SECOND;
  }

  /**
   * Whether the run has the patch: what it has passed without it, it goes on without.
   *
   * @param passed whether an earlier turn came by here
   */
  boolean isPatched(String patch, boolean passed) {
    boolean patched = passed ? recorded.contains(patch) : release == Release.SECOND;
    if (patched) {
      met.add(patch);
    }
    return patched;
  }

  /** What the worker says it ran. */
  OrchestrationVersion ran() {
    return OrchestrationVersion.newBuilder().setName(version.name()).addAllPatches(met).build();
  }
}
