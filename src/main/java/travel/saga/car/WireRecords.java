package travel.saga.car;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(targets = ReserveCar.class)
final class WireRecords {
  private WireRecords() {}
}
