package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  @Test
  void staysTheSameForAKeyForGood() {
    assertThat(Reference.of("FL", "flight|a")).isEqualTo("FL-7W8YKGR4");
  }

  @Test
  void differsBetweenKeys() {
    assertThat(IntStream.range(0, 1000).mapToObj(key -> Reference.of("FL", "key " + key)))
        .doesNotHaveDuplicates();
  }
}
