package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void isOfTheNextGenerationInTheSameRow() {
    Identity next = new Identity(7, "one", 3, "execution", "it").next("other", "that");
    assertThat(next).isEqualTo(new Identity(7, "one", 4, "other", "that"));
  }
}
