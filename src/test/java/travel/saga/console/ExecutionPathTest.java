package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutionPathTest {
  @Test
  void leadsToAnyIdAndLeavesOursAsTheyAre() {
    assertThat(ExecutionPath.of("a-b~undo-1")).isEqualTo("/console/executions/a-b~undo-1");
    assertThat(ExecutionPath.history("a/b?c#d e+%ü"))
        .isEqualTo("/console/executions/a%2Fb%3Fc%23d%20e%2B%25%C3%BC/history");
    assertThat(ExecutionPath.search("a&b")).isEqualTo("/console?q=a%26b");
  }
}
