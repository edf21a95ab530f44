package travel.saga.dapr;

import io.dapr.config.Properties;
import io.dapr.utils.NetworkUtils;
import io.dapr.workflows.internal.ApiTokenClientInterceptor;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A Dapr sidecar or Catalyst, found by the settings that every Dapr SDK reads. */
final class SidecarLink implements EngineLink {
  private final ManagedChannel channel;

  SidecarLink(Properties properties) {
    channel =
        NetworkUtils.buildGrpcManagedChannel(properties, new ApiTokenClientInterceptor(properties));
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
  public CompletionStage<List<String>> keys(
      String stateStore, String prefix, @Nullable String after, int limit) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<Long> countKeys(String stateStore, String prefix) {
    return CompletableFuture.completedFuture(0L);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
