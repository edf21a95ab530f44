package travel.saga.reservation.saga;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(
    targets = {
      Backoff.class,
      CompensationWorkflow.Input.class,
      NotificationWorkflow.Input.class,
      RemoteStepWorkflow.Input.class,
      ReservationWorkflow.Input.class,
      Route.class,
      SagaLimits.class,
    })
final class WireRecords {
  private WireRecords() {}
}
