package travel.saga.engine.history;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;

/**
 * Which run this is. An instance id names one run at a time; the generation grows whenever the id
 * starts afresh, so that what belongs to an earlier run can be told apart.
 *
 * @param row the number the store knows the instance by; kept over generations
 */
public record Identity(long row, String id, int generation, String executionId, String name) {

  /** The next run under the same id. */
  public Identity next(String newExecutionId, String newName) {
    return new Identity(row, id, generation + 1, newExecutionId, newName);
  }

  /** How events name the run. */
  public OrchestrationInstance onTheWire() {
    return OrchestrationInstance.newBuilder()
        .setInstanceId(id)
        .setExecutionId(StringValue.of(executionId))
        .build();
  }
}
