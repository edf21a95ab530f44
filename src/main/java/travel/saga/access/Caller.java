package travel.saga.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who counts as one caller: an IPv4 address, or the 64 bits of an IPv6 address that one has. */
public final class Caller {
  private static final int PREFIX_BYTES = 8;
  private static final String UNKNOWN = "unknown";

  private Caller() {}

  /** As the peer, or a proxy that Quarkus was told to trust, gives it. */
  public static String of(HttpServerRequest request) {
    return of(request.remoteAddress());
  }

  private static String of(@Nullable SocketAddress peer) {
    String address = peer == null ? null : peer.hostAddress();
    return address == null ? UNKNOWN : network(address);
  }

  /**
   * @param address a literal; a name is left alone, never looked up
   */
  static String network(String address) {
    if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]+(%.*)?")) {
      return address;
    }
    try {
      InetAddress ip = InetAddress.getByName(address);
      if (!(ip instanceof Inet6Address)) {
        return ip.getHostAddress();
      }
      byte[] prefix = Arrays.copyOf(Arrays.copyOf(ip.getAddress(), PREFIX_BYTES), 16);
      return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
