package travel.saga.dapr;

import io.grpc.Channel;
import java.util.Optional;
import travel.saga.engine.store.InstanceList;
import travel.saga.ledger.KeyListing;

/** The way to an engine that a test has made, always reachable. */
record ChannelLink(Channel channel) implements EngineLink {
  @Override
  public String description() {
    return "a test's engine";
  }

  @Override
  public boolean reach() {
    return true;
  }

  @Override
  public boolean hasTransactions() {
    return true;
  }

  @Override
  public Optional<KeyListing> listing(String stateStore) {
    return Optional.empty();
  }

  @Override
  public Optional<InstanceList> instances() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
