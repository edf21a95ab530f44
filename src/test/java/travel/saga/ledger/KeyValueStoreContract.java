package travel.saga.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Change.Delete;
import travel.saga.ledger.KeyValueStore.Change.Insert;
import travel.saga.ledger.KeyValueStore.Change.Replace;
import travel.saga.ledger.KeyValueStore.Entry;

/**
 * What every {@link KeyValueStore} keeps to. Values are JSON text, since some stores keep them as
 * such. Each test has keys of its own, so that all may share one store.
 */
public abstract class KeyValueStoreContract {
  private static final int RACERS = 32;

  private final String prefix = "contract-" + UUID.randomUUID() + "-";
  private final String key = prefix + "key";
  private final String other = prefix + "other";

  protected abstract KeyValueStore store();

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
  void replacesNothingThatIsAbsent() {
    write(insert(other, "there"));
    assertThat(write(replace(key, "first", etag(other)))).isFalse();
    assertThat(text(key)).isNull();
  }

  @Test
  void replacesNothingThatWasDeletedSinceItWasRead() {
    write(insert(key, "first"));
    String etag = etag(key);
    write(new Delete(key));
    assertThat(write(replace(key, "second", etag))).isFalse();
    assertThat(text(key)).isNull();
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
    Set<String> etags = new HashSet<>();
    for (int round = 0; round < 5; round++) {
      write(insert(key, "same"));
      etags.add(etag(key));
      write(replace(key, "same", etag(key)));
      etags.add(etag(key));
      write(new Delete(key));
    }
    assertThat(etags).hasSize(10);
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
    String third = prefix + "third";
    assertThat(write(insert(third, "new"), replace(key, "second", etag(key)), new Delete(other)))
        .isTrue();
    assertThat(text(third)).isEqualTo(json("new"));
    assertThat(text(key)).isEqualTo(json("second"));
    assertThat(text(other)).isNull();
  }

  @Test
  void makesNoChangeOfAWriteWhoseLastConditionFails() {
    write(insert(key, "first"));
    String etag = etag(key);
    String third = prefix + "third";
    write(insert(third, "there"));
    assertThat(
            write(
                insert(other, "new"),
                replace(key, "second", etag),
                new Delete(third),
                replace(prefix + "absent", "new", etag)))
        .isFalse();
    assertThat(text(other)).isNull();
    assertThat(text(key)).isEqualTo(json("first"));
    assertThat(text(third)).isEqualTo(json("there"));
    assertThat(etag(key)).isEqualTo(etag);
  }

  @Test
  void makesNoChangeOfAWriteWhoseFirstConditionFails() {
    write(insert(key, "first"));
    assertThat(write(insert(key, "second"), insert(other, "new"), replace(key, "third", etag(key))))
        .isFalse();
    assertThat(text(key)).isEqualTo(json("first"));
    assertThat(text(other)).isNull();
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
  void letsOneOfManyWritesThatShareAKeyThrough() throws Exception {
    write(insert(key, "first"));
    String etag = etag(key);
    List<Boolean> won =
        Race.run(
            RACERS,
            racer ->
                write(insert(prefix + "own-" + racer, "mine"), replace(key, "by " + racer, etag)));
    assertThat(won).containsOnlyOnce(true);
    assertThat(keys(prefix + "own-", null, RACERS))
        .containsExactly(prefix + "own-" + won.indexOf(true));
  }

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
    assertThat(await(store().count(prefix + "a_c%"))).isEqualTo(1);
  }

  @Test
  void countsKeysOfAPrefix() {
    assertThat(await(store().count(prefix))).isZero();
    write(insert(prefix + "1", "x"), insert(prefix + "2", "x"));
    assertThat(await(store().count(prefix))).isEqualTo(2);
    write(new Delete(prefix + "1"));
    assertThat(await(store().count(prefix))).isEqualTo(1);
    assertThat(keys(prefix, null, 10)).containsExactly(prefix + "2");
  }

  private boolean write(Change... changes) {
    return await(store().write(List.of(changes)));
  }

  private List<String> keys(String prefix, @Nullable String after, int limit) {
    return await(store().keys(prefix, after, limit));
  }

  private String etag(String key) {
    return await(store().get(key)).orElseThrow().etag();
  }

  private @Nullable String text(String key) {
    Entry entry = await(store().get(key)).orElse(null);
    return entry == null ? null : new String(entry.value(), UTF_8);
  }

  private static Insert insert(String key, String text) {
    return new Insert(key, json(text).getBytes(UTF_8));
  }

  private static Replace replace(String key, String text, String etag) {
    return new Replace(key, json(text).getBytes(UTF_8), etag);
  }

  private static String json(String text) {
    return '"' + text + '"';
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
