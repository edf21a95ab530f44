package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.ledger.LedgerRecord.Status;

@ParameterizedClass
@EnumSource
class LedgerTest {
  private static final Terms UNLIMITED = Terms.unlimited("Paris", "240.00 EUR");
  private static final Terms LAST_ONE = Terms.limited("Oslo", "240.00 EUR", 1);

  private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
  private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
  private final List<Integer> pauses = new ArrayList<>();
  private final StoreKind kind;
  private final Ledger ledger;
  private final Ledger others;

  LedgerTest(StoreKind kind) {
    this.kind = kind;
    this.ledger = new Ledger("flight", "FL", kind.over(store), pauses::add);
    this.others = new Ledger("flight", "FL", kind.over(rows), tries -> {});
  }

  @Test
  void takesUnderAKey() {
    LedgerRecord taken = taken(ledger.take("a", UNLIMITED));
    assertThat(taken.status()).isEqualTo(Status.TAKEN);
    assertThat(taken.resource()).isEqualTo("Paris");
    assertThat(taken.price()).isEqualTo("240.00 EUR");
    assertThat(taken.reference()).matches("FL-[A-Z2-9]{8}");
    assertThat(taken.counted()).isFalse();
    assertThat(ledger.find("a")).contains(taken);
  }

  @Test
  void takesWithOneCallWhereThereIsNoLimit() {
    ledger.take("a", UNLIMITED);
    assertThat(store.calls()).isEqualTo(1);
    assertThat(Await.answer(rows.keys("", null, 10))).containsExactly("flight|a");
  }

  @Test
  void takesWithOneReadAndOneWriteWhereThereIsALimit() {
    ledger.take("a", LAST_ONE);
    int changes = kind == StoreKind.TRANSACTIONAL ? 1 : 2;
    assertThat(store.writes()).isEqualTo(changes);
    assertThat(store.calls()).isEqualTo(1 + changes);
  }

  @Test
  void answersTheSameWhenItTakesAgain() {
    TakeResult first = ledger.take("a", UNLIMITED);
    assertThat(ledger.take("a", UNLIMITED)).isEqualTo(first);
  }

  @Test
  void answersWhatWasTakenFirstWhateverTheTermsAreNow() {
    TakeResult first = ledger.take("a", UNLIMITED);
    assertThat(ledger.take("a", Terms.limited("Rome", "1.00 EUR", 0))).isEqualTo(first);
    assertThat(Stock.holders(rows, "flight", "Rome")).isEmpty();
  }

  @Test
  void keepsKeysApart() {
    String first = taken(ledger.take("a", UNLIMITED)).reference();
    assertThat(taken(ledger.take("b", UNLIMITED)).reference()).isNotEqualTo(first);
  }

  @Test
  void keepsKindsApart() {
    var cars = new Ledger("car", "FL", rows, tries -> {});
    ledger.voidKey("a");
    assertThat(taken(cars.take("a", LAST_ONE)).status()).isEqualTo(Status.TAKEN);
    assertThat(ledger.take("b", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
  }

  @Test
  void takesNoMoreThanTheLimit() {
    LedgerRecord last = taken(ledger.take("a", LAST_ONE));
    assertThat(last.counted()).isTrue();
    assertThat(ledger.take("b", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    assertThat(ledger.find("b")).isEmpty();
    assertThat(holdersInOslo()).containsExactly("a");
  }

  @Test
  void limitsEachResourceByItself() {
    ledger.take("a", LAST_ONE);
    assertThat(ledger.take("b", Terms.limited("Bergen", "1.00 EUR", 1)))
        .isInstanceOf(TakeResult.Taken.class);
  }

  @Test
  void takesNothingOfALimitOfZero() {
    assertThat(ledger.take("a", Terms.limited("Oslo", "1.00 EUR", 0)))
        .isEqualTo(new TakeResult.Exhausted());
  }

  @Test
  void answersTheSameWhenItTakesTheLastOneAgain() {
    TakeResult first = ledger.take("a", LAST_ONE);
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(first);
    assertThat(holdersInOslo()).containsExactly("a");
  }

  @Test
  void confirmsWhatWasTaken() {
    LedgerRecord taken = taken(ledger.take("a", LAST_ONE));
    var confirmed = new ConfirmResult.Confirmed(taken.confirmed());
    assertThat(ledger.confirm("a")).isEqualTo(confirmed);
    assertThat(ledger.confirm("a")).isEqualTo(confirmed);
    assertThat(ledger.find("a")).contains(taken.confirmed());
    assertThat(holdersInOslo()).containsExactly("a");
  }

  @Test
  void confirmsNothingThatWasNeverTaken() {
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.NotTaken());
    assertThat(ledger.find("a")).isEmpty();
  }

  @Test
  void confirmsNothingThatWasGivenBack() {
    ledger.take("a", UNLIMITED);
    ledger.voidKey("a");
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
  }

  @Test
  void answersATakeAfterTheConfirmation() {
    ledger.take("a", LAST_ONE);
    ledger.confirm("a");
    assertThat(taken(ledger.take("a", LAST_ONE)).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  void givesBackWhatWasTaken() {
    LedgerRecord taken = taken(ledger.take("a", LAST_ONE));
    ledger.voidKey("a");
    assertThat(ledger.find("a")).contains(taken.voided());
    assertThat(holdersInOslo()).isEmpty();
    assertThat(ledger.take("b", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
  }

  @Test
  void givesBackWhatWasConfirmed() {
    ledger.take("a", LAST_ONE);
    ledger.confirm("a");
    ledger.voidKey("a");
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void givesBackOnce() {
    Terms two = Terms.limited("Oslo", "240.00 EUR", 2);
    ledger.take("a", two);
    ledger.take("b", two);
    ledger.voidKey("a");
    ledger.voidKey("a");
    assertThat(holdersInOslo()).containsExactly("b");
  }

  @Test
  void neverTakesUnderAVoidedKeyAgain() {
    ledger.take("a", UNLIMITED);
    ledger.voidKey("a");
    assertThat(ledger.take("a", UNLIMITED)).isEqualTo(new TakeResult.Voided());
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Voided());
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void neverTakesUnderAKeyThatWasVoidedFirst() {
    ledger.voidKey("a");
    ledger.voidKey("a");
    assertThat(ledger.take("a", UNLIMITED)).isEqualTo(new TakeResult.Voided());
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Voided());
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void tellsAVoidedKeyFromAnExhaustedResource() {
    ledger.voidKey("a");
    ledger.take("b", LAST_ONE);
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Voided());
  }

  @Test
  void leavesNothingTakenAfterManyCycles() {
    for (int cycle = 0; cycle < 100; cycle++) {
      assertThat(ledger.take("key " + cycle, LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
      ledger.voidKey("key " + cycle);
    }
    assertThat(holdersInOslo()).isEmpty();
    assertThat(Await.answer(rows.count("holders|"))).isEqualTo(1);
  }

  @Test
  void uncountsNothingThatWasTakenBeforeThereWasALimit() {
    ledger.take("a", Terms.unlimited("Oslo", "1.00 EUR"));
    ledger.take("b", LAST_ONE);
    ledger.voidKey("a");
    assertThat(holdersInOslo()).containsExactly("b");
  }

  @Test
  void uncountsWhatWasTakenWhileThereWasALimit() {
    ledger.take("a", LAST_ONE);
    ledger.take("b", Terms.unlimited("Oslo", "1.00 EUR"));
    ledger.voidKey("a");
    ledger.voidKey("b");
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void takesNoneWhileALoweredLimitIsExceeded() {
    ledger.take("a", Terms.limited("Oslo", "1.00 EUR", 3));
    ledger.take("b", Terms.limited("Oslo", "1.00 EUR", 3));
    assertThat(ledger.take("c", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    ledger.voidKey("a");
    assertThat(ledger.take("d", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    ledger.voidKey("b");
    assertThat(ledger.take("e", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
  }

  @Test
  void givesBackEvenWhenTheHoldersWereLost() {
    ledger.take("a", LAST_ONE);
    loseTheHolders();
    ledger.voidKey("a");
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
    assertThat(pauses).isEmpty();
  }

  @Test
  void givesBackWhatIsConfirmedMeanwhileEvenWhenTheHoldersWereLost() {
    ledger.take("a", LAST_ONE);
    loseTheHolders();
    store.next(ScriptedKeyValueStore.after(() -> others.confirm("a")));
    ledger.voidKey("a");
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
  }

  @Test
  void pausesOnlyWhenARaceIsLost() {
    ledger.take("a", UNLIMITED);
    ledger.take("b", LAST_ONE);
    ledger.confirm("a");
    ledger.confirm("b");
    ledger.voidKey("a");
    ledger.voidKey("b");
    ledger.voidKey("c");
    assertThat(pauses).isEmpty();
  }

  @Test
  void keepsFreeTextFromTheStructureOfKeys() {
    ledger.take("a||b", Terms.limited("|| São|Paulo %7C", "1.00 EUR", 1));
    assertThat(Await.answer(rows.keys("", null, 10)))
        .containsExactly("flight|a%7C%7Cb", "holders|flight|%7C%7C+S%C3%A3o%7CPaulo+%257C");
    ledger.voidKey("a||b");
    assertThat(Stock.holders(rows, "flight", "%7C%7C+S%C3%A3o%7CPaulo+%257C")).isEmpty();
  }

  @Test
  void storesRecordsAsTheyAlwaysWere() {
    ledger.take("a", LAST_ONE);
    assertThat(stored("flight|a"))
        .isEqualTo(
            """
            {"status":"TAKEN","resource":"Oslo","reference":"%s",\
            "price":"240.00 EUR","counted":true}"""
                .formatted(ledger.find("a").orElseThrow().reference()));
    assertThat(stored("holders|flight|Oslo")).isEqualTo("{\"holders\":[\"a\"]}");
  }

  @Test
  void triesAgainWhenSomebodyElseTookOneMeanwhile() {
    Terms two = Terms.limited("Oslo", "1.00 EUR", 2);
    store.next(ScriptedKeyValueStore.after(() -> others.take("b", two)));
    assertThat(ledger.take("a", two)).isInstanceOf(TakeResult.Taken.class);
    assertThat(holdersInOslo()).containsExactly("b", "a");
    assertThat(pauses).containsExactly(1);
  }

  @Test
  void takesNoneWhenSomebodyElseTookTheLastMeanwhile() {
    store.next(ScriptedKeyValueStore.after(() -> others.take("b", LAST_ONE)));
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    assertThat(holdersInOslo()).containsExactly("b");
  }

  @Test
  void takesNoneWhenTheKeyIsVoidedMeanwhile() {
    store.next(ScriptedKeyValueStore.after(() -> others.voidKey("a")));
    assertThat(ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Voided());
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void confirmsNothingThatIsVoidedMeanwhile() {
    ledger.take("a", LAST_ONE);
    store.next(ScriptedKeyValueStore.after(() -> others.voidKey("a")));
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
    assertThat(holdersInOslo()).isEmpty();
  }

  @Test
  void voidsWhatIsTakenMeanwhile() {
    store.next(ScriptedKeyValueStore.after(() -> others.take("a", LAST_ONE)));
    store.next(ScriptedKeyValueStore.after(() -> others.confirm("a")));
    ledger.voidKey("a");
    assertThat(ledger.confirm("a")).isEqualTo(new ConfirmResult.Voided());
    assertThat(holdersInOslo()).isEmpty();
    assertThat(pauses).containsExactly(1, 2);
  }

  @Test
  void givesUpAfterManyLostRacesAndHasDoneNothing() {
    Terms plenty = Terms.limited("Oslo", "1.00 EUR", 1000);
    for (int i = 0; i < Ledger.MAX_TRIES; i++) {
      String quicker = "quicker " + i;
      store.next(ScriptedKeyValueStore.after(() -> others.take(quicker, plenty)));
    }
    assertThatThrownBy(() -> ledger.take("a", plenty))
        .isInstanceOf(LedgerContendedException.class)
        .hasMessage("the flight ledger lost 50 races in a row for a");
    assertThat(pauses).hasSize(Ledger.MAX_TRIES - 1);
    assertThat(ledger.find("a")).isEmpty();
    assertThat(holdersInOslo()).hasSize(Ledger.MAX_TRIES).doesNotContain("a");
  }

  private void loseTheHolders() {
    Await.answer(rows.write(List.of(new KeyValueStore.Change.Delete("holders|flight|Oslo"))));
  }

  private Set<String> holdersInOslo() {
    return Stock.holders(rows, "flight", "Oslo");
  }

  private String stored(String storeKey) {
    byte[] value = Await.answer(rows.get(storeKey)).orElseThrow().value();
    return new String(value, StandardCharsets.UTF_8);
  }

  private static LedgerRecord taken(TakeResult result) {
    assertThat(result).isInstanceOf(TakeResult.Taken.class);
    return ((TakeResult.Taken) result).record();
  }
}
