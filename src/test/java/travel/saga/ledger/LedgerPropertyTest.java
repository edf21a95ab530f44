package travel.saga.ledger;

import static java.util.stream.Collectors.toSet;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.ledger.LedgerRecord.Status;
import travel.saga.ledger.ScriptedKeyValueStore.LostException;

/**
 * Random calls, limits that change, answers that get lost. A failing run prints its seed; {@code
 * -Dledger.seed=…} repeats it.
 */
@ParameterizedClass
@EnumSource
class LedgerPropertyTest {
  private static final int RUNS = 50;
  private static final int CALLS = 300;
  private static final int KEYS = 15;
  private static final List<String> RESOURCES = List.of("Oslo", "Rome");

  private final StoreKind kind;

  LedgerPropertyTest(StoreKind kind) {
    this.kind = kind;
  }

  @Test
  void countsWhatIsTakenAndLosesNone() {
    long first = Long.getLong("ledger.seed", new Random().nextLong());
    for (int run = 0; run < RUNS; run++) {
      long seed = first + run;
      try {
        new Run(kind, seed).play();
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
    private final StoreKind kind;
    private final Ledger ledger;
    private final Map<String, String> references = new HashMap<>();
    private final Set<String> voided = new HashSet<>();

    Run(StoreKind kind, long seed) {
      this.kind = kind;
      this.ledger = new Ledger("flight", "FL", kind.over(store), tries -> {});
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
          holdersAreRight();
        }
      }
      noneIsLost();
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
      Set<String> others = rightfulHolders(resource);
      boolean entered = others.remove(key);
      TakeResult result = ledger.take(key, new Terms(resource, "1.00 EUR", limit));
      if (result instanceof TakeResult.Taken now) {
        assertThat(voided).doesNotContain(key);
        String reference = now.record().reference();
        assertThat(references.getOrDefault(key, reference)).isEqualTo(reference);
        references.put(key, reference);
        assertThat(
                before.isPresent()
                    || entered
                    || limit.isEmpty()
                    || others.size() < limit.getAsInt())
            .isTrue();
      } else if (result instanceof TakeResult.Exhausted) {
        assertThat(before).isEmpty();
        assertThat(others).hasSizeGreaterThanOrEqualTo(limit.orElseThrow());
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

    private void holdersAreRight() {
      for (String resource : RESOURCES) {
        Set<String> holders = Stock.holders(rows, "flight", resource);
        Set<String> counted = keys().filter(key -> holdsOneOf(resource, key)).collect(toSet());
        assertThat(holders).containsAll(counted);
        if (kind == StoreKind.TRANSACTIONAL) {
          assertThat(holders).isEqualTo(counted);
        }
      }
      voided.forEach(
          key -> assertThat(ledger.find(key).orElseThrow().status()).isEqualTo(Status.VOID));
    }

    /** Those who hold one, and those whose take died on the way to it. */
    private Set<String> rightfulHolders(String resource) {
      return Stock.holders(rows, "flight", resource).stream()
          .filter(key -> holdsOneOf(resource, key) || ledger.find(key).isEmpty())
          .collect(toSet());
    }

    private boolean holdsOneOf(String resource, String key) {
      return ledger.find(key).filter(record -> record.holdsOneOf(resource)).isPresent();
    }

    private void noneIsLost() {
      var undisturbed = new Ledger("flight", "FL", rows, tries -> {});
      keys().forEach(undisturbed::voidKey);
      for (String resource : RESOURCES) {
        Terms three = Terms.limited(resource, "1.00 EUR", 3);
        for (int seat = 0; seat < 3; seat++) {
          assertThat(undisturbed.take(resource + seat, three)).isInstanceOf(TakeResult.Taken.class);
        }
        assertThat(undisturbed.take(resource + "3", three)).isEqualTo(new TakeResult.Exhausted());
      }
    }

    private static Stream<String> keys() {
      return IntStream.range(0, KEYS)
          .boxed()
          .flatMap(number -> Stream.of("key " + number, "key " + number + " later"));
    }
  }
}
