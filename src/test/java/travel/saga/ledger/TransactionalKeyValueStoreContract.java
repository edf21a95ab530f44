package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore.Change.Delete;

/**
 * What a {@link KeyValueStore} with transactions keeps to: a write makes all changes or none, and
 * what is absent has no version. The one for Redis behind a sidecar counts versions from 1 again
 * after a delete, and takes any etag for a key that is absent.
 */
public abstract class TransactionalKeyValueStoreContract extends KeyValueStoreContract {
  private static final int RACERS = 32;

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
  void givesNoEtagAgainAfterADelete() {
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
  void makesNoChangeOfAWriteWhoseLastConditionFails() {
    write(insert(key, "first"));
    String etag = etag(key);
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
  void letsOneOfManyWritesThatShareAKeyThrough() throws Exception {
    write(insert(key, "first"));
    String etag = etag(key);
    List<Boolean> won =
        Race.run(
            RACERS, racer -> write(insert(own(racer), "mine"), replace(key, "by " + racer, etag)));
    assertThat(won).containsOnlyOnce(true);
    assertThat(IntStream.range(0, RACERS).filter(racer -> text(own(racer)) != null))
        .containsExactly(won.indexOf(true));
  }
}
