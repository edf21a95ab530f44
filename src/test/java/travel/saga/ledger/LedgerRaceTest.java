package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LedgerRaceTest {
  private static final int RACERS = 40; // fewer than the tries, each lost race being another's win
  private static final int SEATS = 10;
  private static final Terms SCARCE = Terms.limited("Oslo", "1.00 EUR", SEATS);

  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final Ledger ledger;

  LedgerRaceTest(StoreKind kind) {
    this.ledger = new Ledger("flight", "FL", kind.over(store), tries -> {});
  }

  @RepeatedTest(20)
  void grantsExactlyTheLimit() throws Exception {
    List<TakeResult> answers = Race.run(RACERS, racer -> ledger.take("key " + racer, SCARCE));
    assertThat(answers).filteredOn(TakeResult.Taken.class::isInstance).hasSize(SEATS);
    assertThat(answers).filteredOn(new TakeResult.Exhausted()::equals).hasSize(RACERS - SEATS);
    assertThat(holders()).hasSize(SEATS);
  }

  @RepeatedTest(20)
  void takesOnceHoweverManyAskUnderOneKey() throws Exception {
    List<TakeResult> answers = Race.run(RACERS, racer -> ledger.take("key", SCARCE));
    assertThat(answers).allMatch(answers.get(0)::equals);
    assertThat(holders()).containsExactly("key");
  }

  @RepeatedTest(20)
  void givesEverySeatBackOnce() throws Exception {
    for (int seat = 0; seat < SEATS; seat++) {
      ledger.take("key " + seat, SCARCE);
    }
    Race.run(
        RACERS,
        racer -> {
          ledger.voidKey("key " + racer % SEATS);
          return racer;
        });
    assertThat(holders()).isEmpty();
  }

  @RepeatedTest(20)
  void endsVoidWheneverAVoidMeetsATake() throws Exception {
    Race.run(
        RACERS,
        racer -> {
          String key = "key " + racer / 2;
          if (racer % 2 == 0) {
            ledger.take(key, SCARCE);
          } else {
            ledger.voidKey(key);
          }
          return racer;
        });
    for (int key = 0; key < RACERS / 2; key++) {
      assertThat(ledger.take("key " + key, SCARCE)).isEqualTo(new TakeResult.Voided());
    }
    assertThat(holders()).isEmpty();
  }

  private Set<String> holders() {
    return Stock.holders(store, "flight", "Oslo");
  }
}
