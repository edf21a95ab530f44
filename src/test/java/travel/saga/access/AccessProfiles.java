package travel.saga.access;

import java.util.HashMap;
import java.util.Map;
import travel.saga.api.WithoutEngine;

/** The ways in which the service can be open to operators. */
final class AccessProfiles {
  static final String TOKEN = "an-admin-token-of-the-tests";

  private AccessProfiles() {}

  /** With an admin token. */
  public static class WithToken extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      return more(super.getConfigOverrides(), "reservations.admin-token", TOKEN);
    }
  }

  /** Without one, on the embedded engine. */
  public static class WithoutToken extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      return more(super.getConfigOverrides());
    }
  }

  /** Without one, on a sidecar, which is away. */
  public static class OnSidecar extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      return more(
          super.getConfigOverrides(),
          "reservations.engine",
          "dapr",
          "dapr.grpc.endpoint",
          "http://127.0.0.1:1");
    }
  }

  /** Without one, on the embedded engine, where a proxy may say who asks. */
  public static class BehindProxy extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      return more(
          super.getConfigOverrides(),
          "quarkus.http.proxy.proxy-address-forwarding",
          "true",
          "quarkus.http.proxy.enable-forwarded-host",
          "true",
          "quarkus.http.proxy.allow-x-forwarded",
          "true");
    }
  }

  /** With an admin token, where a proxy that ends TLS says so. */
  public static class BehindProxyWithToken extends BehindProxy {
    @Override
    public Map<String, String> getConfigOverrides() {
      return more(super.getConfigOverrides(), "reservations.admin-token", TOKEN);
    }
  }

  static Map<String, String> more(Map<String, String> settings, String... namesAndValues) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("test.operator-probe", "true");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return all;
  }
}
