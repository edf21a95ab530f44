package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.ledger.LedgerRecord.Status;
import travel.saga.ledger.ScriptedKeyValueStore.LostException;
import travel.saga.ledger.ScriptedKeyValueStore.Mishap;

/**
 * A call dies before or after any of its changes and is made again, as any durable engine may: one
 * effect. Or it is not made again, but voided: nothing is lost.
 */
@ParameterizedClass
@EnumSource
class LedgerCrashTest {
  private static final Terms UNLIMITED = Terms.unlimited("Oslo", "1.00 EUR");
  private static final Terms LAST_ONE = Terms.limited("Oslo", "1.00 EUR", 1);
  private static final List<Mishap> DEATHS =
      List.of(ScriptedKeyValueStore.LOST_BEFORE, ScriptedKeyValueStore.LOST_AFTER);

  private static final Call TAKE = ledger -> ledger.take("a", UNLIMITED);
  private static final Call TAKE_LAST = ledger -> ledger.take("a", LAST_ONE);
  private static final Call CONFIRM = ledger -> ledger.confirm("a");
  private static final Call VOID =
      ledger -> {
        ledger.voidKey("a");
        return "void";
      };

  private final StoreKind kind;

  LedgerCrashTest(StoreKind kind) {
    this.kind = kind;
  }

  private interface Call {
    Object make(Ledger ledger);
  }

  /**
   * @param before what was done without mishap
   * @param call what dies and is made again
   * @param status what stands then
   * @param holders of the resource then
   */
  private record Scenario(
      String name, List<Call> before, Call call, Status status, Set<String> holders) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A ledger of its own, with what was done before. */
  private final class Site {
    final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
    final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
    final Ledger ledger = new Ledger("flight", "FL", kind.over(store), tries -> {});

    Site(List<Call> before) {
      before.forEach(call -> call.make(ledger));
    }

    int writesOf(Call call) {
      int before = store.writes();
      call.make(ledger);
      return store.writes() - before;
    }

    Set<String> holders() {
      return Stock.holders(rows, "flight", "Oslo");
    }
  }

  static Stream<Scenario> scenarios() {
    Set<String> none = Set.of();
    Set<String> one = Set.of("a");
    return Stream.of(
        new Scenario("take", List.of(), TAKE, Status.TAKEN, none),
        new Scenario("take the last", List.of(), TAKE_LAST, Status.TAKEN, one),
        new Scenario("confirm", List.of(TAKE_LAST), CONFIRM, Status.CONFIRMED, one),
        new Scenario("void what never was", List.of(), VOID, Status.VOID, none),
        new Scenario("void what was taken", List.of(TAKE), VOID, Status.VOID, none),
        new Scenario("void what was counted", List.of(TAKE_LAST), VOID, Status.VOID, none),
        new Scenario(
            "void what was confirmed", List.of(TAKE_LAST, CONFIRM), VOID, Status.VOID, none),
        new Scenario("take the last late", List.of(VOID), TAKE_LAST, Status.VOID, none),
        new Scenario("take without limit late", List.of(VOID), TAKE, Status.VOID, none),
        new Scenario("limit what was taken", List.of(TAKE), TAKE_LAST, Status.TAKEN, none));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void hasOneEffect(Scenario scenario) {
    Object undisturbed = scenario.call().make(new Site(scenario.before()).ledger);
    atEachDeath(
        scenario.before(),
        scenario.call(),
        site -> {
          assertThat(scenario.call().make(site.ledger)).isEqualTo(undisturbed);
          assertThat(site.ledger.find("a").map(LedgerRecord::status)).contains(scenario.status());
          assertThat(site.holders()).isEqualTo(scenario.holders());
        });
  }

  @Test
  void voidsATakeThatDied() {
    atEachDeath(
        List.of(),
        TAKE_LAST,
        site -> {
          site.ledger.voidKey("a");
          assertThat(site.ledger.take("a", LAST_ONE)).isEqualTo(new TakeResult.Voided());
          assertThat(site.holders()).isEmpty();
        });
  }

  @Test
  void losesNoneWhenADeadTakeIsVoided() {
    atEachDeath(
        List.of(),
        TAKE_LAST,
        site -> {
          site.ledger.voidKey("a");
          expectOneLeft(site);
        });
  }

  @Test
  void losesNoneWhenATakeThatCameLateDies() {
    atEachDeath(List.of(VOID), TAKE_LAST, LedgerCrashTest::expectOneLeft);
  }

  @Test
  void losesNoneWhenAVoidDiesForGood() {
    atEachDeath(
        List.of(TAKE_LAST),
        VOID,
        site -> {
          if (site.ledger.find("a").orElseThrow().status() == Status.VOID) {
            expectOneLeft(site);
          } else {
            assertThat(site.ledger.take("b", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
          }
        });
  }

  @Test
  void losesNoneWhenTheLimitGoesBeforeADeadTakeIsMadeAgain() {
    atEachDeath(
        List.of(),
        TAKE_LAST,
        site -> {
          boolean counted = site.ledger.find("a").isPresent();
          site.ledger.take("a", UNLIMITED);
          if (counted) {
            site.ledger.voidKey("a");
          }
          expectOneLeft(site);
        });
  }

  private static void expectOneLeft(Site site) {
    assertThat(site.ledger.take("b", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
    assertThat(site.holders()).containsExactly("b");
    assertThat(site.ledger.take("c", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
  }

  /** Lets the call die around each of its writes in turn; {@code then} goes on from there. */
  private void atEachDeath(List<Call> before, Call call, Consumer<Site> then) {
    int writes = new Site(before).writesOf(call);
    assertThat(writes).isPositive();
    for (int survived = 0; survived < writes; survived++) {
      for (Mishap death : DEATHS) {
        Site site = new Site(before);
        for (int write = 0; write < survived; write++) {
          site.store.next(ScriptedKeyValueStore.NONE);
        }
        site.store.next(death);
        assertThatThrownBy(() -> call.make(site.ledger)).isInstanceOf(LostException.class);
        then.accept(site);
      }
    }
  }
}
