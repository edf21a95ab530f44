package travel.saga.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore.Change.Delete;

/** What every {@link KeyListing} keeps to. */
public abstract class KeyListingContract extends StoreScenarios {
  /** Of the keys in {@link #store}. */
  protected abstract KeyListing listing();

  @Test
  void listsKeysOfAPrefixInOrder() {
    write(insert(prefix + "a/2", "x"), insert(prefix + "a/1", "x"), insert(prefix + "b/1", "x"));
    write(insert(prefix + "a/3", "x"));
    assertThat(keys(prefix + "a/", null, 10))
        .containsExactly(prefix + "a/1", prefix + "a/2", prefix + "a/3");
  }

  @Test
  void pagesThroughKeys() {
    write(insert(prefix + "1", "x"), insert(prefix + "2", "x"), insert(prefix + "4", "x"));
    assertThat(keys(prefix, null, 2)).containsExactly(prefix + "1", prefix + "2");
    assertThat(keys(prefix, prefix + "2", 2)).containsExactly(prefix + "4");
    assertThat(keys(prefix, prefix + "3", 2)).containsExactly(prefix + "4");
    assertThat(keys(prefix, prefix + "4", 2)).isEmpty();
  }

  @Test
  void takesAPrefixLetterByLetter() {
    write(insert(prefix + "a_c%2F", "x"), insert(prefix + "abc12F", "x"));
    write(insert(prefix + "A_C%2F", "x"));
    assertThat(keys(prefix + "a_c%", null, 10)).containsExactly(prefix + "a_c%2F");
    assertThat(await(listing().count(prefix + "a_c%"))).isEqualTo(1);
  }

  @Test
  void countsKeysOfAPrefix() {
    assertThat(await(listing().count(prefix))).isZero();
    write(insert(prefix + "1", "x"), insert(prefix + "2", "x"));
    assertThat(await(listing().count(prefix))).isEqualTo(2);
    write(new Delete(prefix + "1"));
    assertThat(await(listing().count(prefix))).isEqualTo(1);
    assertThat(keys(prefix, null, 10)).containsExactly(prefix + "2");
  }

  @Test
  void readsRowsBackwards() {
    write(insert(prefix + "a/2", "two"), insert(prefix + "a/1", "one"), insert(prefix + "b", "x"));
    write(insert(prefix + "a/3", "three"));
    assertThat(descending(prefix + "a/", null, 2)).containsExactly("a/3=three", "a/2=two");
    assertThat(descending(prefix + "a/", prefix + "a/2", 2)).containsExactly("a/1=one");
    assertThat(descending(prefix + "a/", prefix + "a/25", 1)).containsExactly("a/2=two");
    assertThat(descending(prefix + "a/", prefix + "a/1", 2)).isEmpty();
    assertThat(descending(prefix + "c/", null, 2)).isEmpty();
  }

  private List<String> descending(String prefix, @Nullable String before, int limit) {
    return await(listing().descending(prefix, before, limit)).stream()
        .map(
            row ->
                row.key().substring(this.prefix.length())
                    + "="
                    + new String(row.value(), UTF_8).replace("\"", ""))
        .toList();
  }

  private List<String> keys(String prefix, @Nullable String after, int limit) {
    return await(listing().keys(prefix, after, limit));
  }
}
