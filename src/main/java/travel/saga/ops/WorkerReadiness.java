package travel.saga.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import travel.saga.dapr.WorkerStatus;

/** UP only while work can arrive; a load balancer sends callers elsewhere meanwhile. */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {
  private final WorkerStatus worker;

  WorkerReadiness(WorkerStatus worker) {
    this.worker = worker;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker")
        .status(worker.connected())
        .withData("detail", worker.detail())
        .build();
  }
}
