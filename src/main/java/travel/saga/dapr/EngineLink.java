package travel.saga.dapr;

import io.grpc.Channel;
import java.util.Optional;
import travel.saga.engine.store.InstanceList;
import travel.saga.ledger.KeyListing;

/** The way to the engine. Above this, nobody knows which one it is. */
interface EngineLink extends AutoCloseable {
  /** Carries the workflow protocol and the Dapr runtime's. */
  Channel channel();

  /** For people: what this service is connected to. */
  String description();

  /**
   * Whether there is a connection at this moment. Where there is none, tries at once to make one,
   * without waiting for it.
   */
  boolean reach();

  /** Why the engine stores nothing at present and what to do; empty while it does. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** Whether a state transaction of several keys is made whole or not at all. */
  boolean hasTransactions();

  /** Present where the engine can list the keys of a state store, which the Dapr API cannot. */
  Optional<KeyListing> listing(String stateStore);

  /** Present where the engine can list its executions, which no sidecar can. */
  Optional<InstanceList> instances();

  /** Present where the engine keeps its data in a file of its own. */
  default Optional<DataCopies> copies() {
    return Optional.empty();
  }

  @Override
  void close();
}
