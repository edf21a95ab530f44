package travel.saga.execution;

import java.util.concurrent.CompletionStage;

/** Lists executions; see {@link Executions#list}. */
public interface ExecutionListing {
  CompletionStage<ExecutionPage> list(ExecutionQuery query);
}
