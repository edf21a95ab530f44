package travel.saga.access;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who counts as one caller: an IPv4 address, or the 64 bits of an IPv6 address that one has. It is
 * the peer's, unless Quarkus was told to believe proxies and the peer is one of them: then the last
 * address in the proxies' header that is not a proxy's own. Those before it may have been sent by
 * the client, who can write there what he likes.
 */
@Singleton
public class Callers {
  private static final Logger LOG = Logger.getLogger(Callers.class);
  private static final String PROXY = "quarkus.http.proxy.";
  private static final String TRUSTED = PROXY + "trusted-proxies";
  private static final String UNKNOWN = "unknown";
  private static final int PREFIX_BYTES = 8;

  private final boolean believing;
  private final ForwardedFor header;
  private final List<CidrAddress> proxies;

  Callers(Config config) {
    this.believing = isTrue(config, "proxy-address-forwarding").orElse(false);
    boolean standard = isTrue(config, "allow-forwarded").orElse(false);
    this.header =
        isTrue(config, "allow-x-forwarded").orElse(!standard)
            ? ForwardedFor.X_FORWARDED_FOR
            : ForwardedFor.FORWARDED;
    this.proxies =
        config.getOptionalValues(TRUSTED, String.class).orElse(List.of()).stream()
            .flatMap(Callers::network)
            .toList();
  }

  void start(@Observes StartupEvent start, Config config) {
    if (believing && config.getOptionalValue(TRUSTED, String.class).isEmpty()) {
      LOG.warnf(
          "%sproxy-address-forwarding is on for every peer, and whoever reaches this service"
              + " without the proxy may say who he is: set %s to the proxy's addresses",
          PROXY, TRUSTED);
    }
  }

  /** The name under which whoever made this request is counted. */
  public String of(HttpServerRequest request) {
    SocketAddress peer = request.connection().remoteAddress();
    boolean believed = believing && !Objects.equals(peer, request.remoteAddress());
    return believed ? told(request.headers()) : name(peer == null ? null : peer.hostAddress());
  }

  String told(MultiMap headers) {
    List<String> path = header.addresses(headers);
    int last = path.size() - 1;
    while (last > 0 && isProxy(path.get(last))) {
      last--;
    }
    return name(last < 0 ? null : path.get(last));
  }

  private boolean isProxy(String address) {
    InetAddress ip = Inet.parseInetAddress(address);
    return ip != null && proxies.stream().anyMatch(network -> network.matches(ip));
  }

  /** Only what is an address, in its one spelling: nobody makes up any number of names. */
  static String name(@Nullable String address) {
    InetAddress ip = address == null ? null : Inet.parseInetAddress(address);
    if (ip == null) {
      return UNKNOWN;
    }
    try {
      InetAddress known = InetAddress.getByAddress(ip.getAddress()); // IPv4 within IPv6 is IPv4
      if (!(known instanceof Inet6Address)) {
        return known.getHostAddress();
      }
      byte[] prefix = Arrays.copyOf(Arrays.copyOf(known.getAddress(), PREFIX_BYTES), 16);
      return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** None of a host's name: Quarkus asks for the peer's own, there are none of others. */
  private static Stream<CidrAddress> network(String proxy) {
    String trusted = proxy.strip();
    CidrAddress network = Inet.parseCidrAddress(trusted);
    if (network != null) {
      return Stream.of(network);
    }
    InetAddress ip = Inet.parseInetAddress(ForwardedFor.withoutPort(trusted));
    return ip == null
        ? Stream.empty()
        : Stream.of(CidrAddress.create(ip, ip.getAddress().length * Byte.SIZE));
  }

  private static Optional<Boolean> isTrue(Config config, String setting) {
    return config.getOptionalValue(PROXY + setting, Boolean.class);
  }
}
