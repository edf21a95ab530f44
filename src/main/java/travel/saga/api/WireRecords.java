package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(
    targets = {Problem.class, ReservationListView.class, ReservationRequest.class, ReservationView.class, Violation.class})
final class WireRecords {
  private WireRecords() {}
}
