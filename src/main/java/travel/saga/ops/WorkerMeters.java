package travel.saga.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import travel.saga.dapr.WorkerStatus;

/** Readiness as a meter, for alerts. */
@ApplicationScoped
class WorkerMeters {
  private final WorkerStatus worker;

  WorkerMeters(WorkerStatus worker, MeterRegistry registry) {
    this.worker = worker;
    Gauge.builder("reservations.worker.connected", this, meters -> meters.connected() ? 1 : 0)
        .description("1 while work can arrive at this process")
        .register(registry);
  }

  private boolean connected() {
    return worker.connected();
  }

  /** Creates this bean, and with it the meter. */
  void present(@Observes StartupEvent start) {}
}
