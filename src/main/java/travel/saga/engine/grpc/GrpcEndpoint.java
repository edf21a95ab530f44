package travel.saga.engine.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Where clients reach the services: within the process always, on a loopback port if asked. */
public final class GrpcEndpoint implements AutoCloseable {
  private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;
  private static final int LARGEST_METADATA_BYTES = 64 * 1024;

  private final String name = "engine-" + UUID.randomUUID();
  private final List<ServerServiceDefinition> services;
  private final List<Server> servers = new CopyOnWriteArrayList<>();

  public GrpcEndpoint(List<ServerServiceDefinition> services) throws IOException {
    this.services = List.copyOf(services);
    start(InProcessServerBuilder.forName(name));
  }

  /** A new channel within the process; the caller closes it. */
  public ManagedChannel openChannel() {
    return InProcessChannelBuilder.forName(name)
        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
        .build();
  }

  /**
   * Listens on the loopback address too.
   *
   * @param port 0 for any that is free
   * @return the port
   */
  public int listen(int port) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxInboundMetadataSize(LARGEST_METADATA_BYTES);
    return start(builder).getPort();
  }

  /** The handlers never block, so that no further threads are needed. */
  private Server start(ServerBuilder<?> builder) throws IOException {
    services.forEach(builder::addService);
    builder.intercept(new EarlyHeaders()).intercept(new CallerTrace());
    Server server =
        builder.directExecutor().maxInboundMessageSize(LARGEST_MESSAGE_BYTES).build().start();
    servers.add(server);
    return server;
  }

  /** Takes no new calls, gives those under way a moment, then ends them. */
  @Override
  public void close() {
    servers.forEach(Server::shutdown);
    for (Server server : servers) {
      try {
        if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
          server.shutdownNow();
          server.awaitTermination(1, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        server.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
