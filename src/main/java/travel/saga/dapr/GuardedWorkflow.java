package travel.saga.dapr;

import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.TaskOrchestrationContext;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactory;
import io.dapr.workflows.Workflow;
import io.dapr.workflows.runtime.DefaultWorkflowContext;
import org.jspecify.annotations.Nullable;

/**
 * A workflow bean under its wire name. An {@link Error} out of workflow code becomes an exception:
 * the SDK would never answer the turn.
 */
final class GuardedWorkflow implements TaskOrchestrationFactory {
  private final String name;
  private final Workflow workflow;

  GuardedWorkflow(String name, Workflow workflow) {
    this.name = name;
    this.workflow = workflow;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public TaskOrchestration create() {
    return this::run;
  }

  private void run(TaskOrchestrationContext ctx) {
    try {
      workflow.run(new DefaultWorkflowContext(ctx, workflow.getClass()));
    } catch (Error error) {
      throw new IllegalStateException(name + ": " + error, error);
    }
  }

  /** Unversioned: a change of meaning gets a new name. */
  @Override
  public @Nullable String getVersionName() {
    return null;
  }

  @Override
  public @Nullable Boolean isLatestVersion() {
    return null;
  }
}
