package travel.saga.dapr;

import io.dapr.config.Properties;
import io.dapr.utils.NetworkUtils;
import io.dapr.workflows.internal.ApiTokenClientInterceptor;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import travel.saga.engine.store.InstanceList;
import travel.saga.ledger.KeyListing;
import travel.saga.reservation.SettingException;

/** A Dapr sidecar or Catalyst, found by the settings that every Dapr SDK reads. */
final class SidecarLink implements EngineLink {
  private static final String ENDPOINT = "dapr.grpc.endpoint";
  private static final String KEEP_ALIVE = "dapr.grpc.enable.keep.alive";

  private final ManagedChannel channel;

  private SidecarLink(ManagedChannel channel) {
    this.channel = channel;
  }

  /**
   * Does not wait for the sidecar: it may come later.
   *
   * @throws SettingException for an endpoint that cannot be one, or a file that cannot be read
   */
  static SidecarLink of(Config config) {
    Properties properties = new Properties(defaults(config));
    try {
      return new SidecarLink(
          NetworkUtils.buildGrpcManagedChannel(
              properties, new ApiTokenClientInterceptor(properties)));
    } catch (RuntimeException unusable) {
      throw new SettingException(
          "DAPR_GRPC_ENDPOINT",
          config.getOptionalValue(ENDPOINT, String.class).orElse(""),
          "set host:port, http://host:port or https://host:port without a path or a slash at its"
              + " end, and files that can be read for DAPR_GRPC_TLS_* ("
              + unusable.getMessage()
              + ").");
    }
  }

  /** A connection that died without a word is noticed, unless the settings say otherwise. */
  private static Map<String, String> defaults(Config config) {
    return config.getOptionalValue(KEEP_ALIVE, String.class).isPresent()
        ? Map.of()
        : Map.of(KEEP_ALIVE, "true");
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public String description() {
    return "the Dapr sidecar at " + channel.authority();
  }

  @Override
  public boolean reach() {
    channel.resetConnectBackoff();
    return channel.getState(true) == ConnectivityState.READY;
  }

  /** Redis, for one, neither undoes nor checks what is inserted in what it calls a transaction. */
  @Override
  public boolean hasTransactions() {
    return false;
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
  public void close() {
    channel.shutdownNow();
  }
}
