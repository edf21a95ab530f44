package travel.saga.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.SettingException;

class TraceLinksTest {
  @Test
  void leadsToWhereATraceIsLookedAt() {
    TraceLinks links = links("https://traces.example/explore?id={trace_id}&view=tree");

    assertThat(requireNonNull(links.of("4bf92f")).url())
        .isEqualTo("https://traces.example/explore?id=4bf92f&view=tree");
    assertThat(links.of(null)).isNull();
  }

  @Test
  void knowsNoPlaceWithoutTheSetting() {
    TraceLinks links = new TraceLinks(Optional::empty);
    links.check(new StartupEvent());

    assertThat(links.of("4bf92f")).isEqualTo(new TraceLink("4bf92f", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://traces.example/",
        "javascript:alert('{trace_id}')",
        "/trace/{trace_id}",
        "https:///{trace_id}",
        "https://traces example/{trace_id}"
      })
  void refusesWhatIsNoAddressOfATrace(String address) {
    assertThatThrownBy(() -> links(address))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("reservations.console.trace-url")
        .hasMessageContaining("{trace_id}");
  }

  private static TraceLinks links(String template) {
    TraceLinks links = new TraceLinks(() -> Optional.of(template));
    links.check(new StartupEvent());
    return links;
  }
}
