package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.util.Objects;
import travel.saga.engine.history.Instance;

/** Holds the end of a run against what its program comes to. */
final class Results {
  private Results() {}

  static void assertSame(Findings findings, Program.Result expected, Instance ended) {
    var payloads = ended.payloads();
    OrchestrationStatus status =
        expected.failed()
            ? OrchestrationStatus.ORCHESTRATION_STATUS_FAILED
            : OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
    String output =
        payloads.failure() == null ? payloads.output() : payloads.failure().getErrorMessage();
    String customStatus = Objects.requireNonNullElse(payloads.customStatus(), "");
    findings.unless(
        ended.progress().status() == status
            && expected.output().equals(output)
            && expected.customStatus().equals(customStatus),
        "'%s' should have come to %s and came to %s",
        ended.identity().id(),
        expected,
        ended);
  }
}
