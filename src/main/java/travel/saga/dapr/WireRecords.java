package travel.saga.dapr;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(targets = {LogPage.class, LogPage.Entry.class, RetryingRow.class})
final class WireRecords {
  private WireRecords() {}
}
