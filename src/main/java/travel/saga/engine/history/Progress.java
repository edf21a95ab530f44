package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come.
 *
 * @param completed null until the run has ended
 * @param startAt when the run may begin; null for at once
 */
public record Progress(
    OrchestrationStatus status,
    Instant created,
    Instant updated,
    @Nullable Instant completed,
    @Nullable Instant startAt) {

  /** Whether the run has ended; an ended run never changes again. */
  public boolean isTerminal() {
    return switch (status) {
      case ORCHESTRATION_STATUS_COMPLETED,
          ORCHESTRATION_STATUS_FAILED,
          ORCHESTRATION_STATUS_CANCELED,
          ORCHESTRATION_STATUS_TERMINATED ->
          true;
      case ORCHESTRATION_STATUS_RUNNING,
          ORCHESTRATION_STATUS_CONTINUED_AS_NEW,
          ORCHESTRATION_STATUS_PENDING,
          ORCHESTRATION_STATUS_SUSPENDED,
          ORCHESTRATION_STATUS_STALLED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** Whether the first turn is still to come. */
  public boolean isPending() {
    return status == OrchestrationStatus.ORCHESTRATION_STATUS_PENDING;
  }

  /** Whether the run stands still until a worker can go on with it. */
  public boolean isStalled() {
    return status == OrchestrationStatus.ORCHESTRATION_STATUS_STALLED;
  }

  Progress at(OrchestrationStatus newStatus, Instant time) {
    return new Progress(newStatus, created, time, completed, startAt);
  }

  Progress ended(OrchestrationStatus finalStatus, Instant time) {
    return new Progress(finalStatus, created, time, time, startAt);
  }
}
