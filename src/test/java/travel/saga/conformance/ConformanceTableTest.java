package travel.saga.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table in the documents is the one that a run makes in which every scenario passes. */
class ConformanceTableTest {
  @Test
  void everyNumberStandsForOneScenario() {
    assertThat(DeclaredScenario.all())
        .extracting(DeclaredScenario::number)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, DeclaredScenario.LAST).boxed().toList());
  }

  @Test
  void theDocumentHasTheTableOfTheScenariosAsTheyAreNow() {
    assertThat(Document.table())
        .as("the table of docs/conformance.md, which ./mvnw verify -Pconformance writes")
        .isEqualTo(Table.ofSuccess());
  }
}
