package travel.saga.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore.Change.Delete;
import travel.saga.ledger.KeyValueStore.Entry;

/** What every {@link KeyValueStore} keeps to, with transactions or without. */
public abstract class KeyValueStoreContract extends StoreScenarios {
  private static final int RACERS = 32;

  @Test
  void answersEmptyForAKeyThatIsNotThere() {
    assertThat(await(store().get(key))).isEmpty();
  }

  @Test
  void insertsAKeyThatIsAbsent() {
    assertThat(write(insert(key, "Zürich 東京"))).isTrue();
    assertThat(text(key)).isEqualTo(json("Zürich 東京"));
  }

  @Test
  void insertsNothingOverAKeyThatIsThere() {
    write(insert(key, "first"));
    String etag = etag(key);
    assertThat(write(insert(key, "second"))).isFalse();
    assertThat(text(key)).isEqualTo(json("first"));
    assertThat(etag(key)).isEqualTo(etag);
  }

  @Test
  void replacesTheVersionThatWasRead() {
    write(insert(key, "first"));
    assertThat(write(replace(key, "second", etag(key)))).isTrue();
    assertThat(text(key)).isEqualTo(json("second"));
  }

  @Test
  void replacesNoOtherVersion() {
    write(insert(key, "first"));
    String stale = etag(key);
    write(replace(key, "second", stale));
    assertThat(write(replace(key, "third", stale))).isFalse();
    assertThat(text(key)).isEqualTo(json("second"));
  }

  @Test
  void deletesWhatIsThereAndWhatIsNot() {
    write(insert(key, "first"));
    assertThat(write(new Delete(key))).isTrue();
    assertThat(text(key)).isNull();
    assertThat(write(new Delete(key))).isTrue();
  }

  @Test
  void neverGivesAnEtagTwice() {
    write(insert(key, "same"));
    Set<String> etags = new HashSet<>(Set.of(etag(key)));
    for (int round = 0; round < 5; round++) {
      write(replace(key, "same", etag(key)));
      etags.add(etag(key));
    }
    assertThat(etags).hasSize(6);
  }

  @Test
  void keepsTheEtagWhileNothingIsWritten() {
    write(insert(key, "first"));
    String etag = etag(key);
    write(insert(other, "elsewhere"));
    assertThat(etag(key)).isEqualTo(etag);
  }

  @Test
  void makesAllChangesOfAWrite() {
    write(insert(key, "first"), insert(other, "first"));
    assertThat(write(insert(third, "new"), replace(key, "second", etag(key)), new Delete(other)))
        .isTrue();
    assertThat(text(third)).isEqualTo(json("new"));
    assertThat(text(key)).isEqualTo(json("second"));
    assertThat(text(other)).isNull();
  }

  @Test
  void readsManyKeysAtOnce() {
    write(insert(key, "first"), insert(other, "Zürich 東京"));
    write(replace(key, "second", etag(key)));
    Map<String, Entry> found = await(store().getAll(List.of(other, third, key)));
    assertThat(found).containsOnlyKeys(key, other);
    Entry replaced = requireNonNull(found.get(key));
    assertThat(new String(replaced.value(), UTF_8)).isEqualTo(json("second"));
    assertThat(new String(requireNonNull(found.get(other)).value(), UTF_8))
        .isEqualTo(json("Zürich 東京"));
    assertThat(write(replace(key, "third", replaced.etag()))).isTrue();
    assertThat(await(store().getAll(List.of()))).isEmpty();
  }

  @Test
  void readsMoreKeysThanFitOneCall() {
    List<String> keys = IntStream.range(0, 250).mapToObj(this::own).toList();
    keys.forEach(key -> write(insert(key, key)));
    assertThat(await(store().getAll(keys))).containsOnlyKeys(keys);
  }

  @Test
  void letsOneOfManyInserts() throws Exception {
    List<Boolean> won = Race.run(RACERS, racer -> write(insert(key, "by " + racer)));
    assertThat(won).containsOnlyOnce(true);
    assertThat(text(key)).isEqualTo(json("by " + won.indexOf(true)));
  }

  @Test
  void letsOneOfManyReplace() throws Exception {
    write(insert(key, "first"));
    String etag = etag(key);
    List<Boolean> won = Race.run(RACERS, racer -> write(replace(key, "by " + racer, etag)));
    assertThat(won).containsOnlyOnce(true);
    assertThat(text(key)).isEqualTo(json("by " + won.indexOf(true)));
  }

  @Test
  void makesNoChangeOfAWriteWhoseFirstConditionFails() {
    write(insert(key, "first"), insert(third, "there"));
    assertThat(
            write(
                insert(key, "second"),
                insert(other, "new"),
                replace(third, "changed", etag(third))))
        .isFalse();
    assertThat(text(key)).isEqualTo(json("first"));
    assertThat(text(other)).isNull();
    assertThat(text(third)).isEqualTo(json("there"));
  }

  @Test
  void makesNoChangeBehindTheOneThatFails() {
    write(insert(key, "first"));
    String stale = etag(key);
    write(replace(key, "second", stale));
    String fourth = prefix + "fourth";
    write(insert(fourth, "there"));
    assertThat(
            write(
                insert(other, "new"),
                replace(key, "third", stale),
                insert(third, "new"),
                new Delete(fourth)))
        .isFalse();
    assertThat(text(key)).isEqualTo(json("second"));
    assertThat(text(third)).isNull();
    assertThat(text(fourth)).isEqualTo(json("there"));
  }

  @Test
  void letsOnlyTheWinnerOfManyGoOnToItsNextChange() throws Exception {
    write(insert(key, "first"));
    String etag = etag(key);
    List<Boolean> won =
        Race.run(
            RACERS, racer -> write(replace(key, "by " + racer, etag), insert(own(racer), "mine")));
    assertThat(won).containsOnlyOnce(true);
    assertThat(text(key)).isEqualTo(json("by " + won.indexOf(true)));
    assertThat(IntStream.range(0, RACERS).filter(racer -> text(own(racer)) != null))
        .containsExactly(won.indexOf(true));
  }
}
