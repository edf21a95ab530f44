package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedPageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console?status=FAILED&q=..%2F",
        "/console/",
        "/console/executions/01a2~undo-1",
        "/console/executions/a%2Fb%20c/history?cursor=500",
        "/console/executions/..x",
      })
  void isAPageOfTheConsole(String told) {
    assertThat(WantedPage.parse(told).path()).isEqualTo(told);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "//evil.example",
        "//evil.example/console",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2Fevil.example",
        "/%5Cevil.example",
        "https://evil.example/console",
        "javascript:alert(1)",
        "evil.example",
        "/consoles",
        "/console@evil.example",
        "/console.evil.example",
        "/",
        "/reservations",
        "/console/../reservations",
        "/console/..",
        "/console/./x",
        "/console/%2e%2E/reservations",
        "/console/.%2e?x",
        "/console/x\\..\\..",
        "/console/x\r\nSet-Cookie: a=b",
        "/console/ä",
        "/console#x",
        "/console?x#y",
        " /console",
        "/console/login",
        "/console/login?to=x",
        "/console/logout",
      })
  void isNothingElse(String told) {
    assertThat(WantedPage.parse(told).path()).isEqualTo("/console");
  }

  @Test
  void isNoLongerThanAPageIs() {
    assertThat(WantedPage.parse("/console/" + "x".repeat(4_000)).path()).isEqualTo("/console");
  }

  @Test
  void staysWholeWithinTheAddressOfTheLogin() {
    assertThat(WantedPage.parse("/console?q=a&to=b%26").login())
        .isEqualTo("/console/login?to=%2Fconsole%3Fq%3Da%26to%3Db%2526");
    assertThat(WantedPage.parse(null).login()).isEqualTo("/console/login");
  }
}
