package travel.saga.notification;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(targets = {OutcomeData.class, OutcomeEvent.CloudEvent.class})
final class WireRecords {
  private WireRecords() {}
}
