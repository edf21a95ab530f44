package travel.saga.dapr;

import io.dapr.durabletask.TaskActivityExecutor;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestrationExecutor;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactories;
import io.dapr.durabletask.runner.ActivityRunner;
import io.dapr.durabletask.runner.OrchestratorRunner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Trace;
import travel.saga.tracing.Tracing;

/** Runs one work item with the SDK's own executors and reports back. */
final class WorkItemRunner {
  /** The SDK splits longer timers; so does the sidecar's own default. */
  private static final Duration LONGEST_TIMER = Duration.ofDays(3);

  private final TaskOrchestrationExecutor workflows;
  private final TaskActivityExecutor activities;
  private final GrpcCalls engine;
  private final Duration reportTimeout;
  private final Tracing tracing;

  WorkItemRunner(
      GrpcCalls engine,
      Duration reportTimeout,
      Tracing tracing,
      Collection<GuardedWorkflow> workflows,
      Collection<GuardedActivity> activities) {
    Logger logger = Logger.getLogger(WorkItemRunner.class.getName());
    WireDataConverter converter = new WireDataConverter();
    TaskOrchestrationFactories factories = new TaskOrchestrationFactories();
    workflows.forEach(factories::addOrchestration);
    HashMap<String, TaskActivityFactory> byName = new HashMap<>();
    activities.forEach(activity -> byName.put(activity.getName(), activity));
    this.workflows = new TaskOrchestrationExecutor(factories, converter, LONGEST_TIMER, logger, "");
    this.activities = new TaskActivityExecutor(byName, converter, logger);
    this.engine = engine;
    this.reportTimeout = reportTimeout;
    this.tracing = tracing;
  }

  /** Runs the item on this thread; completes when the engine has taken the report. */
  CompletableFuture<?> run(WorkItem item) {
    Report report = new Report();
    var reporting = TaskHubSidecarServiceGrpc.newBlockingStub(report);
    switch (item.getRequestCase()) {
      case ORCHESTRATORREQUEST ->
          TerminatedTurn.of(item)
              .run(turn -> new OrchestratorRunner(turn, workflows, reporting, null).run());
      case ACTIVITYREQUEST -> {
        ActivityRequest request = item.getActivityRequest();
        String workflow = request.getOrchestrationInstance().getInstanceId();
        tracing.run(
            workflow,
            traceOf(request),
            () -> new ActivityRunner(item, activities, reporting, null).run());
      }
      default -> {
        return CompletableFuture.completedFuture(null); // a health ping, or something newer
      }
    }
    return report.send(engine, reportTimeout);
  }

  /**
   * Out of the workflow's history. A sidecar that traces puts a span of its own there, in the same
   * trace; for one that is not sampled it puts nothing.
   */
  private static @Nullable Trace traceOf(ActivityRequest request) {
    TraceContext trace = request.getParentTraceContext();
    return trace.getTraceParent().isEmpty()
        ? null
        : new Trace(
            trace.getTraceParent(),
            trace.hasTraceState() ? trace.getTraceState().getValue() : null);
  }
}
