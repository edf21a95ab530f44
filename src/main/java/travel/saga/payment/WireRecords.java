package travel.saga.payment;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(targets = ProcessPayment.class)
final class WireRecords {
  private WireRecords() {}
}
