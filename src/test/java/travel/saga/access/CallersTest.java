package travel.saga.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
    "fe80::1%2, fe80:0:0:0:0:0:0:0/64",
    "proxy.example, unknown",
    "'', unknown",
    ", unknown",
  })
  void isAnAddressOrANetwork(String address, String caller) {
    assertThat(Callers.name(address)).isEqualTo(caller);
  }

  @ParameterizedTest
  @CsvSource({
    // what stands to the left of the last, a client may have sent
    "'', '192.0.2.7', 192.0.2.7",
    "'', '192.0.2.66, 192.0.2.7', 192.0.2.7",
    "'', '192.0.2.66 | 192.0.2.7', 192.0.2.7",
    "'', '192.0.2.66, 10.0.0.1', 10.0.0.1",
    "'', 'evil.example, 192.0.2.7:4711', 192.0.2.7",
    "'', '192.0.2.66, [2001:db8::7]:4711', 2001:db8:0:0:0:0:0:0/64",
    "'', '192.0.2.66, nonsense', unknown",
    "'10.0.0.0/8', '192.0.2.66, 192.0.2.7, 10.0.0.1', 192.0.2.7",
    "'10.0.0.0/8', '192.0.2.66, 192.0.2.7, 10.0.0.1, 10.9.9.9', 192.0.2.7",
    "'10.0.0.1:8080, 2001:db8::/32', '192.0.2.66, 192.0.2.7, 2001:db8::1, 10.0.0.1', 192.0.2.7",
    "'10.0.0.0/8', '10.0.0.2, 10.0.0.1', 10.0.0.2",
    "'proxy.example', '192.0.2.66, 192.0.2.7', 192.0.2.7",
  })
  void isTheLastThatNoProxyHas(String proxies, String header, String caller) {
    assertThat(told(Map.of("trusted-proxies", proxies), "X-Forwarded-For", header))
        .isEqualTo(caller);
  }

  @ParameterizedTest
  @CsvSource({
    "'for=192.0.2.66, for=192.0.2.7;proto=https;by=10.0.0.1', 192.0.2.7",
    "'for=192.0.2.66,For=\"192.0.2.7:4711\"', 192.0.2.7",
    "'for=192.0.2.66 | proto=https;for=\"[2001:db8::7]:4711\"', 2001:db8:0:0:0:0:0:0/64",
    "'for=192.0.2.66, for=_hidden', unknown",
  })
  void isToldByTheHeaderOfTheStandardToo(String header, String caller) {
    assertThat(told(Map.of("allow-forwarded", "true"), "Forwarded", header)).isEqualTo(caller);
  }

  /** Lines of the header are separated by a bar. */
  private static String told(Map<String, String> settings, String header, String lines) {
    SmallRyeConfigBuilder config = new SmallRyeConfigBuilder();
    config.withDefaultValue("quarkus.http.proxy.proxy-address-forwarding", "true");
    settings.forEach((name, value) -> config.withDefaultValue("quarkus.http.proxy." + name, value));
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String line : lines.split(" \\| ")) {
      headers.add(header, line);
    }
    return new Callers(config.build()).told(headers);
  }
}
