package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.LedgerRecord.Status;

/** What a take does about holders that calls left behind which died, on a store that keeps them. */
class LedgerHoldersTest {
  private static final Terms LAST_ONE = limited(1);

  private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
  private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
  private final Ledger ledger =
      new Ledger("flight", "FL", new InOrderKeyValueStore(store), tries -> {});
  private final Ledger others =
      new Ledger("flight", "FL", new InOrderKeyValueStore(rows), tries -> {});

  @Test
  void countsATakeThatIsUnderWay() {
    enter("a");
    assertThat(ledger.take("b", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    assertThat(holders()).containsExactly("a");
  }

  @Test
  void finishesATakeThatIsUnderWay() {
    enter("a");
    assertThat(ledger.take("a", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
    assertThat(ledger.find("a").orElseThrow().counted()).isTrue();
    assertThat(holders()).containsExactly("a");
  }

  @Test
  void finishesATakeThatWasUnderWayWhenTheLimitWasLowered() {
    enter("a");
    assertThat(ledger.take("a", limited(0))).isInstanceOf(TakeResult.Taken.class);
    assertThat(ledger.take("b", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
  }

  @Test
  void leavesHoldersAloneWhileThereAreSomeLeft() {
    leave("a");
    ledger.take("b", limited(2));
    assertThat(holders()).containsExactly("a", "b");
  }

  @Test
  void putsItselfInThePlaceOfOneThatWasVoided() {
    leave("a");
    assertThat(ledger.take("b", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
    assertThat(holders()).containsExactly("b");
  }

  @Test
  void putsItselfInThePlaceOfOneThatWasTakenElsewhere() {
    enter("a");
    ledger.take("a", Terms.limited("Rome", "1.00 EUR", 1));
    assertThat(ledger.take("b", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
    assertThat(holders()).containsExactly("b");
    assertThat(Stock.holders(rows, "flight", "Rome")).containsExactly("a");
  }

  @Test
  void givesUpTheEntryOfAKeyThatTookSomethingElse() {
    LedgerRecord first = taken(ledger.take("a", Terms.limited("Rome", "1.00 EUR", 1)));
    assertThat(taken(ledger.take("a", LAST_ONE))).isEqualTo(first);
    assertThat(holders()).isEmpty();
    assertThat(Stock.holders(rows, "flight", "Rome")).containsExactly("a");
  }

  @Test
  void givesUpTheEntryOfAVoidedKeyAlsoWhenOthersChangeTheRowMeanwhile() {
    ledger.voidKey("a");
    store.next(ScriptedKeyValueStore.NONE); // into the row
    store.next(ScriptedKeyValueStore.NONE); // the record, which is there
    store.next(ScriptedKeyValueStore.after(() -> others.take("b", limited(2))));
    assertThat(ledger.take("a", limited(2))).isEqualTo(new TakeResult.Voided());
    assertThat(holders()).containsExactly("b");
  }

  @Test
  void looksAtNoHolderWhenTheKeyHasItsAnswer() {
    ledger.take("a", LAST_ONE);
    ledger.voidKey("b");
    int before = store.calls();
    assertThat(ledger.take("a", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
    assertThat(store.calls() - before).isEqualTo(2);
  }

  @Test
  void triesAgainWhenAnotherPutsItselfThereFirst() {
    leave("a");
    store.next(ScriptedKeyValueStore.after(() -> others.take("b", LAST_ONE)));
    assertThat(ledger.take("c", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    assertThat(holders()).containsExactly("b");
  }

  @Test
  void countsDownToALoweredLimit() {
    for (String key : List.of("a", "b", "c", "d")) {
      leave(key);
    }
    ledger.take("e", limited(5));
    ledger.take("f", limited(6));
    assertThat(ledger.take("g", limited(2))).isEqualTo(new TakeResult.Exhausted());
    assertThat(holders()).containsExactly("e", "f");
  }

  @Test
  void looksAtSoManyHoldersAndNoMore() {
    fill(3 * Ledger.SAMPLE);
    int before = store.calls();
    assertThat(ledger.take("late", limited(3 * Ledger.SAMPLE)))
        .isEqualTo(new TakeResult.Exhausted());
    assertThat(store.calls() - before).isEqualTo(2 + Ledger.SAMPLE);
  }

  @Test
  void findsWhatWasLeftBehindAmongManyInTheEnd() {
    int seats = 3 * Ledger.SAMPLE;
    fill(seats - 1);
    leave("left behind"); // in no window that begins with the row
    List<TakeResult> answers = new ArrayList<>();
    for (int traveller = 0; traveller < seats; traveller++) {
      answers.add(ledger.take("late " + traveller, limited(seats)));
    }
    assertThat(answers).filteredOn(TakeResult.Taken.class::isInstance).hasSize(1);
    assertThat(holders()).hasSize(seats).doesNotContain("left behind");
  }

  /** A take that got no further than into the row of holders. */
  private void enter(String key) {
    store.next(ScriptedKeyValueStore.LOST_AFTER);
    try {
      ledger.take(key, limited(Integer.MAX_VALUE));
    } catch (ScriptedKeyValueStore.LostException died) {
      assertThat(holders()).contains(key);
      return;
    }
    throw new AssertionError("the take of " + key + " has not died");
  }

  /** The same, and then its key was voided. */
  private void leave(String key) {
    enter(key);
    ledger.voidKey(key);
    assertThat(ledger.find(key).map(LedgerRecord::status)).contains(Status.VOID);
    assertThat(holders()).contains(key);
  }

  private void fill(int seats) {
    for (int seat = 0; seat < seats; seat++) {
      ledger.take("seat " + seat, limited(Integer.MAX_VALUE));
    }
  }

  private Set<String> holders() {
    return Stock.holders(rows, "flight", "Oslo");
  }

  private static LedgerRecord taken(TakeResult result) {
    return ((TakeResult.Taken) result).record();
  }

  private static Terms limited(int limit) {
    return Terms.limited("Oslo", "1.00 EUR", limit);
  }
}
