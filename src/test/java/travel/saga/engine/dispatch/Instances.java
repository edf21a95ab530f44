package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;

/** Instances that run. */
final class Instances {
  private static final Progress RUNNING =
      new Progress(
          OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING,
          Instant.EPOCH,
          Instant.EPOCH,
          null,
          null);

  private Instances() {}

  static Instance running(Identity identity, Extent extent) {
    return new Instance(identity, RUNNING, Payloads.of(null), extent);
  }
}
