package travel.saga.sidecar;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One daprd. It keeps its ports when it is killed and started again. One that ends by itself, or is
 * not healthy for a while, is started again, as orchestrators do it.
 */
public final class Sidecar implements AutoCloseable {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("dapr-api-token", Metadata.ASCII_STRING_MARSHALLER);

  private final int httpPort = Ports.free();
  private final int grpcPort = Ports.free();
  private final Part process;
  private final Supervisor supervisor;
  private final @Nullable String token;

  /**
   * @param application how daprd is told of what it serves; nothing for one that connects itself
   */
  Sidecar(
      DaprStack stack, String name, String appId, Components components, String... application) {
    Path resources = components.writeTo(stack.directoryOf(name + "/components"));
    Path configuration = components.writeConfigurationTo(stack.directoryOf(name));
    Map<String, String> environment = new HashMap<>(components.environment());
    environment.put("NAMESPACE", "default");
    environment.put("DAPR_HOST_IP", DaprStack.LOOPBACK);
    this.token = components.environment().get("DAPR_API_TOKEN");
    this.process =
        stack.daprd(
            name,
            httpPort,
            environment,
            Stream.concat(
                Stream.of(
                    "--app-id=" + appId,
                    "--dapr-grpc-port=" + grpcPort,
                    "--config=" + configuration,
                    "--resources-path=" + resources),
                Stream.of(application)));
    this.supervisor = new Supervisor(process);
  }

  public Sidecar start() {
    process.start();
    supervisor.begin();
    return this;
  }

  /** SIGKILL; it stays away until it is started. */
  public void kill() {
    supervisor.end();
    process.kill();
  }

  @Override
  public void close() {
    supervisor.close();
    process.close();
  }

  public int grpcPort() {
    return grpcPort;
  }

  public String grpcEndpoint() {
    return "http://" + DaprStack.LOOPBACK + ":" + grpcPort;
  }

  /** A new channel to its API, with the token it asks for, if any; the caller closes it. */
  public ManagedChannel openChannel() {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(DaprStack.LOOPBACK, grpcPort).usePlaintext();
    if (token != null) {
      Metadata headers = new Metadata();
      headers.put(TOKEN, token);
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return builder.build();
  }

  /** The same, without a token of its own. */
  public ManagedChannel openBareChannel() {
    return NettyChannelBuilder.forAddress(DaprStack.LOOPBACK, grpcPort).usePlaintext().build();
  }

  Part process() {
    return process;
  }
}
