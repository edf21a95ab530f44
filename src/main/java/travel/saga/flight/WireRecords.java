package travel.saga.flight;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(targets = ReserveFlight.class)
final class WireRecords {
  private WireRecords() {}
}
