package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.LedgerRecord.Status;
import travel.saga.ledger.ScriptedKeyValueStore.LostException;

/**
 * Random calls, limits that change, answers that get lost. A failing run prints its seed; {@code
 * -Dledger.seed=…} repeats it.
 */
class LedgerPropertyTest {
  private static final int RUNS = 50;
  private static final int CALLS = 300;
  private static final int KEYS = 15;
  private static final List<String> RESOURCES = List.of("Oslo", "Rome");

  @Test
  void countsExactlyWhatIsTaken() {
    long first = Long.getLong("ledger.seed", new Random().nextLong());
    for (int run = 0; run < RUNS; run++) {
      long seed = first + run;
      try {
        new Run(seed).play();
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("with -Dledger.seed=" + seed, failed);
      }
    }
  }

  /** One history of a ledger, with what must hold of it. */
  private static final class Run {
    private final Random random;
    private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
    private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
    private final Ledger ledger = new Ledger("flight", "FL", store, tries -> {});
    private final Map<String, String> references = new HashMap<>();
    private final Set<String> voided = new HashSet<>();

    Run(long seed) {
      this.random = new Random(seed);
    }

    void play() {
      for (int call = 0; call < CALLS; call++) {
        schemeAgainstTheNextWrite();
        String key = "key " + random.nextInt(KEYS) + (call < CALLS / 2 ? "" : " later");
        try {
          call(key);
        } catch (LostException ignored) {
          // made again by chance, or voided, or never
        } finally {
          countsAreRight();
        }
      }
    }

    private void schemeAgainstTheNextWrite() {
      if (store.expectsMishap()) {
        return;
      }
      switch (random.nextInt(8)) {
        case 0 -> store.next(ScriptedKeyValueStore.LOST_BEFORE);
        case 1 -> store.next(ScriptedKeyValueStore.LOST_AFTER);
        default -> {}
      }
    }

    private void call(String key) {
      switch (random.nextInt(5)) {
        case 0 -> confirm(key);
        case 1 -> voidKey(key);
        default -> take(key);
      }
    }

    private void take(String key) {
      OptionalInt limit =
          random.nextInt(5) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(4));
      String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
      Optional<LedgerRecord> before = ledger.find(key);
      long taken = Stock.count(rows, "flight", resource);
      TakeResult result = ledger.take(key, new Terms(resource, "1.00 EUR", limit));
      if (result instanceof TakeResult.Taken now) {
        assertThat(voided).doesNotContain(key);
        String reference = now.record().reference();
        assertThat(references.getOrDefault(key, reference)).isEqualTo(reference);
        references.put(key, reference);
        assertThat(before.isPresent() || limit.isEmpty() || taken < limit.getAsInt()).isTrue();
      } else if (result instanceof TakeResult.Exhausted) {
        assertThat(before).isEmpty();
        assertThat(taken).isGreaterThanOrEqualTo(limit.orElseThrow());
      } else {
        assertThat(before.map(LedgerRecord::status)).contains(Status.VOID);
      }
    }

    private void confirm(String key) {
      Optional<Status> before = ledger.find(key).map(LedgerRecord::status);
      ConfirmResult result = ledger.confirm(key);
      assertThat(result instanceof ConfirmResult.Confirmed)
          .isEqualTo(before.isPresent() && before.get() != Status.VOID);
      assertThat(result instanceof ConfirmResult.NotTaken).isEqualTo(before.isEmpty());
    }

    private void voidKey(String key) {
      ledger.voidKey(key);
      voided.add(key);
    }

    private void countsAreRight() {
      List<LedgerRecord> records =
          IntStream.range(0, KEYS)
              .boxed()
              .flatMap(number -> List.of("key " + number, "key " + number + " later").stream())
              .flatMap(key -> ledger.find(key).stream())
              .toList();
      assertThat(records).noneMatch(record -> record.counted() && record.status() == Status.VOID);
      for (String resource : RESOURCES) {
        assertThat(Stock.count(rows, "flight", resource))
            .isEqualTo(
                records.stream()
                    .filter(record -> record.counted() && record.resource().equals(resource))
                    .count());
      }
      voided.forEach(
          key -> assertThat(ledger.find(key).orElseThrow().status()).isEqualTo(Status.VOID));
    }
  }
}
