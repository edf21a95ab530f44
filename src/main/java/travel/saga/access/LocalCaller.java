package travel.saga.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody at this machine asks, directly and under this machine's own name. The name keeps
 * out pages whose own name was made to lead here (DNS rebinding); a header of a proxy, or a setting
 * that expects one, tells that the peer may stand for anybody.
 */
@Singleton
class LocalCaller {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OF_PROXIES = Set.of("forwarded", "via", "x-real-ip");
  private static final String OF_PROXIES_TOO = "x-forwarded";

  private final boolean behindProxy;

  LocalCaller(Config config) {
    this.behindProxy =
        isTrue(config, "quarkus.http.proxy.proxy-address-forwarding")
            || isTrue(config, "quarkus.http.proxy.use-proxy-protocol");
  }

  boolean is(HttpServerRequest request) {
    return !behindProxy
        && isLoopback(request.connection().remoteAddress())
        && isLoopback(request.connection().remoteAddress(true))
        && asksForThisMachine(request)
        && request.headers().names().stream().noneMatch(LocalCaller::isOfProxy);
  }

  /** By every name that it gives, for others read another one of them. */
  private static boolean asksForThisMachine(HttpServerRequest request) {
    String target = request.uri();
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    HostAndPort authority = request.authority();
    return target != null
        && target.startsWith("/")
        && authority != null
        && NAMES.contains(authority.host().toLowerCase(Locale.ROOT))
        && hosts.size() <= 1
        && hosts.stream().allMatch(host -> isThisMachine(HostAndPort.parseAuthority(host, -1)));
  }

  private static boolean isThisMachine(@Nullable HostAndPort host) {
    return host != null && NAMES.contains(host.host().toLowerCase(Locale.ROOT));
  }

  private static boolean isOfProxy(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return OF_PROXIES.contains(name) || name.startsWith(OF_PROXIES_TOO);
  }

  private static boolean isLoopback(@Nullable SocketAddress peer) {
    String address = peer == null ? null : peer.hostAddress();
    try {
      return address != null && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isTrue(Config config, String setting) {
    return config.getOptionalValue(setting, Boolean.class).orElse(false);
  }
}
