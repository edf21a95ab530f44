package travel.saga.ops;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;

/** Asks the service of this host whether it is live, for images that hold no other tool. */
public final class LiveProbe {
  private static final int LIMIT_MILLIS = 3000;
  private static final String DEFAULT_PORT = "5000";

  private LiveProbe() {}

  /**
   * Says on the error output why the service is not live.
   *
   * @return the exit code: 0 when live, else 1
   */
  public static int run(Map<String, String> environment) {
    String address =
        "http://127.0.0.1:" + environment.getOrDefault("PORT", DEFAULT_PORT) + "/q/health/live";
    try {
      int status = statusOf(address);
      if (status == HttpURLConnection.HTTP_OK) {
        return 0;
      }
      System.err.println(address + " answered " + status);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(address + " did not answer: " + e.getMessage());
    }
    return 1;
  }

  private static int statusOf(String address) throws IOException {
    var live = (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
    live.setConnectTimeout(LIMIT_MILLIS);
    live.setReadTimeout(LIMIT_MILLIS);
    return live.getResponseCode();
  }
}
