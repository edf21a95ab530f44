package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.ledger.LedgerRecord.Status;

/**
 * Calls for the last one, side by side: in every order of their steps at the store, and with each
 * of them dead before any of its steps. What a saga does about a call that died is to void its key.
 */
@ParameterizedClass
@EnumSource
class LedgerInterleavingTest {
  private static final Terms LAST_ONE = Terms.limited("Oslo", "1.00 EUR", 1);
  private static final int RANDOM_SCHEDULES = 2_000;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private final StoreKind kind;

  LedgerInterleavingTest(StoreKind kind) {
    this.kind = kind;
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  private interface Deed {
    Object on(Ledger ledger);
  }

  private record Call(String key, boolean voids, Deed deed) {}

  private record Answer(Call call, Object result) {}

  private static Call take(String key) {
    return new Call(key, false, ledger -> ledger.take(key, LAST_ONE));
  }

  private static Call confirm(String key) {
    return new Call(key, false, ledger -> ledger.confirm(key));
  }

  private static Call voidKey(String key) {
    return new Call(
        key,
        true,
        ledger -> {
          ledger.voidKey(key);
          return "void";
        });
  }

  /**
   * @param strayed a key that was voided while its take died: it stands among the holders
   * @param before calls made in peace
   */
  private record Scenario(
      String name, Optional<String> strayed, List<Call> before, List<Call> calls) {
    @Override
    public String toString() {
      return name;
    }

    boolean voids(String key) {
      return Stream.concat(before.stream(), calls.stream())
          .anyMatch(call -> call.voids() && call.key().equals(key));
    }
  }

  private static Scenario scenario(String name, List<Call> before, Call... calls) {
    return new Scenario(name, Optional.empty(), before, List.of(calls));
  }

  static Stream<Scenario> scenarios() {
    List<Call> taken = List.of(take("a"));
    List<Call> voided = List.of(voidKey("a"));
    return Stream.of(
        scenario("two takes", List.of(), take("a"), take("b")),
        scenario("one take twice", List.of(), take("a"), take("a")),
        scenario("a take and its void", List.of(), take("a"), voidKey("a")),
        scenario("a void and another's take", taken, voidKey("a"), take("b")),
        scenario("one void twice", taken, voidKey("a"), voidKey("a")),
        scenario("a take again and its void", taken, take("a"), voidKey("a")),
        scenario("a late take and another's", voided, take("a"), take("b")),
        scenario("a confirmation and a void", taken, confirm("a"), voidKey("a")),
        new Scenario(
            "two takes for one place", Optional.of("s"), List.of(), List.of(take("a"), take("b"))));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void neverSellsTwiceNorLosesOne(Scenario scenario) {
    EverySchedule schedule = new EverySchedule();
    do {
      play(scenario, schedule::choose, schedule::toString);
    } while (schedule.next());
  }

  @Test
  void neverSellsTwiceNorLosesOneWhenManyMeet() {
    Scenario crowd =
        new Scenario(
            "many",
            Optional.of("s"),
            List.of(),
            List.of(take("a"), take("a"), voidKey("a"), take("b"), confirm("b"), take("c")));
    long first = Long.getLong("ledger.seed", new Random().nextLong());
    for (int run = 0; run < RANDOM_SCHEDULES; run++) {
      long seed = first + run;
      play(crowd, new Random(seed)::nextInt, () -> "-Dledger.seed=" + seed);
    }
  }

  private void play(Scenario scenario, IntUnaryOperator choose, Supplier<String> schedule) {
    try {
      new Play(scenario).play(choose);
    } catch (AssertionError failed) {
      throw new AssertionError(scenario + ", " + schedule.get(), failed);
    }
  }

  /** One schedule of a scenario, and what must hold of it. */
  private final class Play {
    private final Scenario scenario;
    private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
    private final Ledger ledger = new Ledger("flight", "FL", rows, tries -> {});
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    Play(Scenario scenario) {
      this.scenario = scenario;
    }

    void play(IntUnaryOperator choose) {
      scenario.strayed().ifPresent(this::stray);
      scenario.before().forEach(call -> call.deed().on(ledger));
      List<Consumer<KeyValueStore>> calls = scenario.calls().stream().map(this::onItsOwn).toList();
      List<Boolean> lived =
          new SideBySide(rows, kind, THREADS)
              .run(calls, choose, () -> assertThat(active()).hasSizeLessThan(2));
      Set<String> voided = new HashSet<>();
      for (int call = 0; call < calls.size(); call++) {
        Call made = scenario.calls().get(call);
        if (!lived.get(call) || scenario.voids(made.key())) {
          voided.add(made.key());
        }
        if (!lived.get(call)) {
          ledger.voidKey(made.key());
        }
      }
      answersHold(voided);
      if (!lived.contains(false)) {
        peaceHolds();
      }
      noneIsLost();
    }

    private void stray(String key) {
      ledger.voidKey(key);
      Holders none = Holders.read("holders|flight|Oslo", Optional.empty());
      Await.answer(rows.write(List.of(none.with(key).change())));
    }

    private Consumer<KeyValueStore> onItsOwn(Call call) {
      return store ->
          answers.add(
              new Answer(call, call.deed().on(new Ledger("flight", "FL", store, tries -> {}))));
    }

    private void answersHold(Set<String> voided) {
      voided.forEach(key -> assertThat(status(key)).contains(Status.VOID));
      for (Answer answer : answers) {
        String key = answer.call().key();
        Object result = answer.result();
        if (result instanceof TakeResult.Voided || result instanceof ConfirmResult.Voided) {
          assertThat(voided).contains(key);
        } else if (!voided.contains(key) && !(result instanceof ConfirmResult.NotTaken)) {
          assertThat(active().contains(key)).isNotEqualTo(result instanceof TakeResult.Exhausted);
        }
      }
    }

    /** Where nobody died, everybody has tidied up. */
    private void peaceHolds() {
      Set<String> holders = new HashSet<>(Stock.holders(rows, "flight", "Oslo"));
      scenario.strayed().ifPresent(holders::remove);
      assertThat(holders).isEqualTo(active());
      if (scenario.calls().stream().noneMatch(Call::voids)) {
        assertThat(holders).hasSize(1);
      }
    }

    private void noneIsLost() {
      if (active().isEmpty()) {
        assertThat(ledger.take("next", LAST_ONE)).isInstanceOf(TakeResult.Taken.class);
      }
      assertThat(ledger.take("one too many", LAST_ONE)).isEqualTo(new TakeResult.Exhausted());
    }

    private Set<String> active() {
      return scenario.calls().stream()
          .map(Call::key)
          .filter(key -> status(key).filter(status -> status != Status.VOID).isPresent())
          .collect(Collectors.toSet());
    }

    private Optional<Status> status(String key) {
      return ledger.find(key).map(LedgerRecord::status);
    }
  }
}
