package travel.saga.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveProbeTest {
  private HttpServer service;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "503, 1", "404, 1"})
  void tellsByItsExitCodeWhetherTheServiceIsLive(int status, int exitCode) {
    service.createContext(
        "/q/health/live",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });

    assertThat(LiveProbe.run(port(service.getAddress().getPort()))).isEqualTo(exitCode);
  }

  @Test
  void failsWhereNobodyListens() {
    int free = service.getAddress().getPort();
    service.stop(0);

    assertThat(LiveProbe.run(port(free))).isEqualTo(1);
  }

  @Test
  void failsOnAPortThatIsNone() {
    assertThat(LiveProbe.run(Map.of("PORT", "abc"))).isEqualTo(1);
  }

  private static Map<String, String> port(int port) {
    return Map.of("PORT", Integer.toString(port));
  }
}
