package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InOrderKeyValueStoreTest extends KeyValueStoreContract {
  private final KeyValueStore store = new InOrderKeyValueStore(new InMemoryKeyValueStore());

  @Override
  protected KeyValueStore store() {
    return store;
  }

  /** Or the tests of its users would be no harder than on a store with transactions. */
  @Test
  void keepsTheChangesBeforeTheOneThatFails() {
    write(insert(key, "first"));
    assertThat(write(insert(other, "new"), insert(key, "second"))).isFalse();
    assertThat(text(other)).isEqualTo(json("new"));
  }
}
