package travel.saga.access;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Pattern;

/** Where proxies write down for whom they ask, each of them behind what it was told itself. */
enum ForwardedFor {
  X_FORWARDED_FOR("X-Forwarded-For", "([^,]+)"),
  /** RFC 7239. */
  FORWARDED("Forwarded", "(?i)(?:^|[;,\\s])for=\"?([^;,\"]+)");

  private final String header;
  private final Pattern value;

  ForwardedFor(String header, String value) {
    this.header = header;
    this.value = Pattern.compile(value);
  }

  /** The addresses, without their ports, the newest last. */
  List<String> addresses(MultiMap headers) {
    return headers.getAll(header).stream()
        .flatMap(line -> value.matcher(line).results())
        .map(found -> withoutPort(found.group(1).strip()))
        .toList();
  }

  static String withoutPort(String address) {
    if (address.startsWith("[")) {
      return address.substring(1).replaceFirst("].*", "");
    }
    int colon = address.indexOf(':');
    return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
  }
}
