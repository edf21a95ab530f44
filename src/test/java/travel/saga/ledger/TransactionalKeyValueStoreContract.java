package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore.Change.Delete;

/** What a {@link KeyValueStore} with transactions keeps to: a write makes all changes or none. */
public abstract class TransactionalKeyValueStoreContract extends KeyValueStoreContract {
  private static final int RACERS = 32;

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
