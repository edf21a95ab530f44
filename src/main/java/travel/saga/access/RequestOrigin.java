package travel.saga.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a page of somebody else made a browser send a request. A browser says so in {@code
 * Sec-Fetch-Site}, and where it does not, in {@code Origin}; another client sends neither.
 */
public final class RequestOrigin {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private RequestOrigin() {}

  /**
   * @throws AccessRefusedException when it did
   */
  static void requireOwn(HttpServerRequest request) {
    if (isForeign(request)) {
      throw new AccessRefusedException(
          "The page of another site made the browser send this request. Open the console itself,"
              + " or call from outside a browser.");
    }
  }

  /** Of a link from elsewhere that was followed it says no: nothing changes by it. */
  static boolean isForeign(HttpServerRequest request) {
    List<String> sites = request.headers().getAll("Sec-Fetch-Site");
    if (!sites.isEmpty()) {
      return !(sites.size() == 1 && OWN.contains(sites.get(0))) && !isFollowedLink(request);
    }
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    return !origins.isEmpty()
        && !(origins.size() == 1 && isOwn(origins.get(0), request.authority()));
  }

  /** Whether it may change something. */
  static boolean isSafe(HttpServerRequest request) {
    return SAFE.contains(request.method().name());
  }

  /**
   * Whether the browser is at our page by HTTPS, which it says itself where it sends a form: a
   * proxy that ends TLS may tell us nothing of it.
   */
  public static boolean isHttps(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return "https".equals(request.scheme()) || (origin != null && origin.startsWith("https://"));
  }

  private static boolean isFollowedLink(HttpServerRequest request) {
    return isSafe(request)
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"));
  }

  /** Without the scheme, which is another one behind a proxy that ends TLS. */
  private static boolean isOwn(String origin, @Nullable HostAndPort own) {
    try {
      URI uri = new URI(origin);
      return own != null
          && uri.getScheme() != null
          && uri.getHost() != null
          && uri.getHost().equalsIgnoreCase(own.host())
          && port(uri.getPort(), uri.getScheme()) == port(own.port(), uri.getScheme());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(int port, String scheme) {
    if (port > 0) {
      return port;
    }
    return scheme.toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }
}
