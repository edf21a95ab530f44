package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.ledger.LedgerRecord.Status;
import travel.saga.ledger.ScriptedKeyValueStore.LostException;
import travel.saga.ledger.ScriptedKeyValueStore.Mishap;

/** A call dies around its write and is made again, as any durable engine may: one effect. */
class LedgerCrashTest {
  private static final Terms UNLIMITED = Terms.unlimited("Oslo", "1.00 EUR");
  private static final Terms LIMITED = Terms.limited("Oslo", "1.00 EUR", 1);

  private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
  private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
  private final Ledger ledger = new Ledger("flight", "FL", store, tries -> {});

  /**
   * @param before what was done without mishap
   * @param call what dies and is made again
   * @param status what stands then
   * @param counted what the resource counts then
   */
  private record Scenario(String name, List<Call> before, Call call, Status status, long counted) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Call {
    Object make(Ledger ledger);
  }

  private static final Call TAKE = ledger -> ledger.take("a", UNLIMITED);
  private static final Call TAKE_LAST = ledger -> ledger.take("a", LIMITED);
  private static final Call CONFIRM = ledger -> ledger.confirm("a");
  private static final Call VOID =
      ledger -> {
        ledger.voidKey("a");
        return "void";
      };

  static Stream<Arguments> crashes() {
    return Stream.of(
            new Scenario("take", List.of(), TAKE, Status.TAKEN, 0),
            new Scenario("take the last", List.of(), TAKE_LAST, Status.TAKEN, 1),
            new Scenario("confirm", List.of(TAKE_LAST), CONFIRM, Status.CONFIRMED, 1),
            new Scenario("void what never was", List.of(), VOID, Status.VOID, 0),
            new Scenario("void what was taken", List.of(TAKE), VOID, Status.VOID, 0),
            new Scenario("void what was counted", List.of(TAKE_LAST), VOID, Status.VOID, 0),
            new Scenario(
                "void what was confirmed", List.of(TAKE_LAST, CONFIRM), VOID, Status.VOID, 0))
        .flatMap(
            scenario ->
                Stream.of(
                    Arguments.of(scenario, "before", ScriptedKeyValueStore.LOST_BEFORE),
                    Arguments.of(scenario, "after", ScriptedKeyValueStore.LOST_AFTER)));
  }

  @ParameterizedTest(name = "{0}, dies {1} its write")
  @MethodSource("crashes")
  void hasOneEffect(Scenario scenario, String when, Mishap mishap) {
    var undisturbed = new Ledger("flight", "FL", new InMemoryKeyValueStore(), tries -> {});
    scenario.before().forEach(call -> call.make(undisturbed));
    scenario.before().forEach(call -> call.make(ledger));
    store.next(mishap);
    assertThatThrownBy(() -> scenario.call().make(ledger)).isInstanceOf(LostException.class);

    Object answer = scenario.call().make(ledger);

    assertThat(answer).isEqualTo(scenario.call().make(undisturbed));
    assertThat(ledger.find("a").map(LedgerRecord::status)).contains(scenario.status());
    assertThat(Stock.count(rows, "flight", "Oslo")).isEqualTo(scenario.counted());
  }

  @ParameterizedTest(name = "the take dies {1} its write")
  @MethodSource("losses")
  void voidsATakeWhoseAnswerWasLost(Mishap mishap, String when) {
    store.next(mishap);
    assertThatThrownBy(() -> ledger.take("a", LIMITED)).isInstanceOf(LostException.class);
    ledger.voidKey("a");
    assertThat(ledger.take("a", LIMITED)).isEqualTo(new TakeResult.Voided());
    assertThat(Stock.count(rows, "flight", "Oslo")).isZero();
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(ScriptedKeyValueStore.LOST_BEFORE, "before"),
        Arguments.of(ScriptedKeyValueStore.LOST_AFTER, "after"));
  }
}
