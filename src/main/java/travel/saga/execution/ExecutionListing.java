package travel.saga.execution;

import java.util.concurrent.CompletionStage;

/** Lists and counts executions; see {@link Executions#list} and {@link Executions#counts}. */
public interface ExecutionListing {
  CompletionStage<ExecutionPage> list(ExecutionQuery query);

  CompletionStage<ExecutionCounts> counts();
}
