package travel.saga.conformance;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.runtime.WorkflowRuntimeBuilder;

/** Two workflows that change with the next release, one by a version, one by a patch. */
final class ReleasedWorkflows {
  private ReleasedWorkflows() {}

  static void registerAt(WorkflowRuntimeBuilder builder, boolean nextRelease) {
    builder.registerWorkflow("versioned", answering("v1"), "v1", !nextRelease);
    if (nextRelease) {
      builder.registerWorkflow("versioned", answering("v2"), "v2", true);
    }
    WorkerMain.workflow(builder, "patched", () -> ctx -> patched(ctx, nextRelease));
  }

  private static Workflow answering(String version) {
    return () ->
        ctx -> {
          ctx.waitForExternalEvent("go").await();
          ctx.complete(version);
        };
  }

  private static void patched(WorkflowContext ctx, boolean nextRelease) {
    boolean changed = nextRelease && ctx.isPatched("change");
    ctx.waitForExternalEvent("go").await();
    ctx.complete(changed ? "changed" : "as before");
  }
}
