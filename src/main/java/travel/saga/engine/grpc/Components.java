package travel.saga.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;

/** The names that the engine answers to, and what it says to others: codes as of daprd. */
public record Components(String appId, Set<String> stateStores, Set<String> pubsubs) {

  void requireStateStore(String name) {
    if (stateStores.isEmpty()) {
      throw refusal(Status.FAILED_PRECONDITION, "state store " + name + " is not configured");
    }
    if (!stateStores.contains(name)) {
      throw refusal(Status.INVALID_ARGUMENT, "state store " + name + " is not found");
    }
  }

  void requirePubsub(String name) {
    if (name.isEmpty()) {
      throw refusal(Status.INVALID_ARGUMENT, "pubsub name is empty");
    }
    if (pubsubs.isEmpty()) {
      throw refusal(Status.FAILED_PRECONDITION, "pubsub " + name + " is not configured");
    }
    if (!pubsubs.contains(name)) {
      throw refusal(Status.INVALID_ARGUMENT, "pubsub " + name + " is not found");
    }
  }

  private static StatusRuntimeException refusal(Status status, String message) {
    return status.withDescription(message).asRuntimeException();
  }
}
