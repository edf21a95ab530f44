package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.SettableClock;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.InOrderKeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.ScriptedKeyValueStore;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Samples;
import travel.saga.reservation.TimeRange;
import travel.saga.reservation.WireFormat;

/** What is particular to lists out of the log of reservations. */
class LoggedListTest {
  private static final int MANY = 16 * LogPage.SIZE * 3;
  private static final String BEFORE_ALL = "l" + "0.0,".repeat(15) + "0.0";

  private final SettableClock clock = new SettableClock();
  private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
  private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
  private final LoggedReservations reservations = replica();
  private int made;

  private LoggedReservations replica() {
    return new LoggedReservations(new InOrderKeyValueStore(store), clock);
  }

  @Test
  void goesOnInAnotherProcess() {
    List<String> ids = insertMany(MANY);

    List<String> seen = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      ReservationPage page = list(replica(), null, cursor, 100);
      seen.addAll(idsOf(page));
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).isEqualTo(newestFirst(ids));
  }

  /** As with replicas whose clocks differ: ids come into the log in any order. */
  @Test
  void neitherRepeatsNorSkipsWhateverTheOrderOfEntering() {
    List<String> ids = new ArrayList<>(IntStream.range(0, 600).mapToObj(this::idAt).toList());
    Collections.shuffle(ids, new Random(7));
    ids.forEach(this::insert);
    List<String> others = new ArrayList<>(IntStream.range(600, 3000).mapToObj(this::idAt).toList());
    Collections.shuffle(others, new Random(8));

    List<String> seen = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      ReservationPage page = list(reservations, null, cursor, 20);
      seen.addAll(idsOf(page));
      others.subList(0, 70).forEach(this::insert);
      others.subList(0, 70).clear();
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void readsAFewRowsForAPageOfMany() {
    insertMany(MANY);
    int before = store.calls();

    list(reservations, null, null, 50);

    assertThat(store.calls() - before)
        .as("the last pages of the shards, pages before them, and the records")
        .isLessThanOrEqualTo(ReservationLog.SHARDS + 4);
  }

  @Test
  void looksThroughFiftyPagesAtMostInOneCall() {
    insertMany(PageFill.LOOKED_THROUGH * 2);

    ReservationPage page = list(reservations, ReservationStatus.CONFIRMED, null, 50);

    assertThat(page.reservations()).isEmpty();
    assertThat(page.next()).isNotNull();
    assertThat(list(reservations, null, page.next(), 1).reservations().get(0).id().value())
        .as("where it stopped")
        .satisfies(
            id ->
                assertThat(Long.parseLong(id.substring(0, 12), 16))
                    .isBetween(PageFill.LOOKED_THROUGH - 300L, PageFill.LOOKED_THROUGH + 0L));
  }

  @Test
  void showsAReservationOnceThatSeveralHaveEntered() {
    Reservation mine = pending(idAt(1), clock.instant());
    store.next(ScriptedKeyValueStore.NONE);
    store.next(ScriptedKeyValueStore.LOST_BEFORE);
    assertThatThrownBy(() -> await(reservations.insert(mine, null))).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    Reservation completed = pending(idAt(1), clock.instant());
    await(replica().insert(completed, null));
    clock.advance(Duration.ofSeconds(1));
    assertThat(await(replica().insert(pending(idAt(1), clock.instant()), null))).isFalse();

    ReservationPage page = list(reservations, null, null, 10);

    assertThat(page.reservations()).containsExactly(completed);
    assertThat(page.next()).isNull();
  }

  @Test
  void entersOnceWhatWasWrittenThoughTheStoreSaidOtherwise() {
    store.next((rows, changes) -> rows.write(changes).thenApply(written -> false));

    insert(idAt(1));

    assertThat(idsOf(list(reservations, null, null, 10))).containsExactly(idAt(1));
    assertThat(await(reservations.open(null, 10))).hasSize(1);
    byte[] row =
        await(rows.get("log|" + Integer.toHexString(shard(idAt(1))))).orElseThrow().value();
    assertThat(WireFormat.read(row, LogPage.class).entries()).hasSize(1);
  }

  /** Another replica rolls the page over before this one learns that it was not written. */
  @ParameterizedTest
  @ValueSource(ints = {0, LogPage.SIZE - 1, LogPage.SIZE})
  void entersOnceWhatWasWrittenThoughOthersHaveFilledThePageSince(int before) {
    String mine = idAt(1);
    List<String> others =
        IntStream.iterate(2, i -> i + 1)
            .mapToObj(this::idAt)
            .filter(id -> shard(id) == shard(mine))
            .limit(before + 3L * LogPage.SIZE)
            .toList();
    others.subList(0, before).forEach(this::insert);
    LoggedReservations other = replica();
    ScriptedKeyValueStore.Mishap written =
        (rows, changes) ->
            rows.write(changes)
                .thenApply(
                    done -> {
                      others.stream()
                          .skip(before)
                          .forEach(id -> await(other.insert(pending(id, clock.instant()), null)));
                      return false;
                    });
    if (before == LogPage.SIZE) {
      store.next(ScriptedKeyValueStore.NONE); // the copy of the full page
    }
    store.next(written);

    insert(mine);

    List<String> all = new ArrayList<>(others);
    all.add(mine);
    assertThat(idsOf(list(reservations, null, null, 500))).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void leavesOutWhatHasNoRecord() {
    insertMany(3);
    store.next(ScriptedKeyValueStore.NONE);
    store.next(ScriptedKeyValueStore.LOST_BEFORE);
    assertThatThrownBy(() -> insert(idAt(10))).isNotNull();

    ReservationPage page = list(reservations, null, null, 3);

    assertThat(idsOf(page)).containsExactly(idAt(2), idAt(1), idAt(0));
    assertThat(page.next()).isNull();
  }

  @Test
  void showsOnceWhatTheSweepHasCarriedOn() {
    List<String> ids = insertMany(MANY);
    List<String> open =
        IntStream.range(0, MANY).filter(i -> i % 9 == 0).mapToObj(ids::get).toList();
    for (String id : ids) {
      if (!open.contains(id)) {
        settle(id, ReservationStatus.CONFIRMED);
      }
    }
    clock.advance(Duration.ofMinutes(2));
    ReservationPage before = list(reservations, ReservationStatus.PENDING, null, 50);
    for (int sweep = 0; sweep < 10; sweep++) {
      await(reservations.open(null, 1000));
    }

    List<String> seen = new ArrayList<>(idsOf(before));
    for (String at = before.next(); at != null; ) {
      ReservationPage page = list(replica(), ReservationStatus.PENDING, at, 50);
      seen.addAll(idsOf(page));
      at = page.next();
    }
    assertThat(seen).isEqualTo(newestFirst(open));
    List<String> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      ReservationPage page = list(reservations, null, cursor, 200);
      all.addAll(idsOf(page));
      cursor = page.next();
    } while (cursor != null);
    assertThat(all).isEqualTo(newestFirst(ids));
  }

  @Test
  void answersAForgedCursorWithAPageOrARefusal() {
    insertMany(100);
    assertThat(list(reservations, null, forged(BEFORE_ALL), 10).reservations()).isEmpty();
    assertThat(list(reservations, null, forged(BEFORE_ALL), 10).next()).isNull();
    assertThat(list(reservations, null, forged(BEFORE_ALL.replace("0.", "999999999.")), 200))
        .satisfies(page -> assertThat(page.reservations()).hasSize(100));
    assertThat(list(reservations, null, forged(BEFORE_ALL.replace(".0", ".99999")), 200))
        .satisfies(page -> assertThat(page.reservations()).hasSize(100));
    for (String words :
        List.of(
            BEFORE_ALL + ",0.0",
            BEFORE_ALL.substring(0, BEFORE_ALL.length() - 4),
            BEFORE_ALL.replace("0.0", "-1.0"),
            BEFORE_ALL.replace("0.0", "9999999999.0"),
            BEFORE_ALL.replace("0.0", "0.999999"))) {
      assertThat(reservations.list(new ReservationQuery(Set.of(), null, forged(words), 10)))
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableThat()
          .withCauseInstanceOf(MalformedCursorException.class);
    }
  }

  @Test
  void failsForAPageThatTheStoreDoesNotShow() {
    insertMany(MANY);
    for (int shard = 0; shard < ReservationLog.SHARDS; shard++) {
      await(rows.write(List.of(new Change.Delete("log|" + Integer.toHexString(shard) + "|1"))));
    }

    assertThat(reservations.list(new ReservationQuery(Set.of(), "Nobody", null, 10)))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCauseInstanceOf(EngineUnavailableException.class);
  }

  @Test
  void findsAStretchOfTimeWithoutReadingTheRest() {
    List<String> ids = insertMinutely(MANY * 2);
    Instant begin = Samples.START;
    int before = store.calls();

    ReservationPage page =
        list(
            new TimeRange(
                begin.plus(Duration.ofMinutes(1000)), begin.plus(Duration.ofMinutes(1010))));

    assertThat(idsOf(page)).isEqualTo(newestFirst(ids.subList(1000, 1010)));
    assertThat(page.next()).isNull();
    assertThat(store.calls() - before)
        .as("the last pages of the shards, three halvings, one or two pages, and records")
        .isLessThanOrEqualTo(ReservationLog.SHARDS + 3 + 2 + 2);
  }

  /** What is carried on keeps its time, and stands where others were made later. */
  @Test
  void findsAStretchOfTimeAmongWhatIsCarriedOn() {
    List<String> ids = insertMinutely(MANY);
    for (int i = 0; i < MANY; i++) {
      if (i % 3 != 0) {
        settle(ids.get(i), ReservationStatus.CONFIRMED);
      }
    }
    for (int sweep = 0; sweep < 10; sweep++) {
      await(reservations.open(null, 1000));
    }
    List<String> later = insertMinutely(50);

    Instant end = clock.instant();
    assertThat(idsOf(list(new TimeRange(end.minus(Duration.ofMinutes(50)), null))))
        .isEqualTo(newestFirst(later));
    assertThat(idsOf(list(new TimeRange(null, Samples.START.plus(Duration.ofMinutes(30))))))
        .isEqualTo(newestFirst(ids.subList(0, 30)));
  }

  @Test
  void countsFurtherBackWithEachCall() {
    int pagesOfAShard = LogTally.READ_AT_ONCE * 3;
    int count = ReservationLog.SHARDS * LogPage.SIZE * pagesOfAShard;
    insertMinutely(count);
    Instant begin = Samples.START.minus(Duration.ofHours(1));

    Reservations.Ended first = await(reservations.ended(begin));
    assertThat(first.since()).isAfter(begin);
    int before = store.calls();
    Reservations.Ended second = await(reservations.ended(begin));
    assertThat(store.calls() - before)
        .as("twice the last pages, full ones, and records that may be open")
        .isLessThanOrEqualTo(2 * ReservationLog.SHARDS + 2);
    assertThat(second.since()).isAfter(begin).isBefore(first.since());
    await(reservations.ended(begin));
    assertThat(await(reservations.ended(begin))).isEqualTo(new Reservations.Ended(0, begin));
  }

  private List<String> insertMinutely(int count) {
    List<String> ids = IntStream.range(made, made + count).mapToObj(this::idAt).toList();
    made += count;
    for (String id : ids) {
      insert(id);
      clock.advance(Duration.ofMinutes(1));
    }
    return ids;
  }

  private ReservationPage list(TimeRange created) {
    return await(
        reservations.list(new ReservationQuery(Set.of(), false, null, created, null, 100)));
  }

  private List<String> insertMany(int count) {
    List<String> ids = IntStream.range(made, made + count).mapToObj(this::idAt).toList();
    made += count;
    ids.forEach(this::insert);
    return ids;
  }

  /** As they are made: the time, then what is random, which says the shard. */
  private String idAt(int millis) {
    return "%012x-%08x".formatted(millis, millis * 0x9E3779B1 >>> 7);
  }

  private static int shard(String id) {
    return ReservationLog.shardOf(new ReservationId(id));
  }

  private void insert(String id) {
    assertThat(await(reservations.insert(pending(id, clock.instant()), null))).isTrue();
  }

  private static Reservation pending(String id, Instant at) {
    return Reservation.pending(new ReservationId(id), Samples.TRIP, at);
  }

  private void settle(String id, ReservationStatus status) {
    Reservations.Stored stored = await(reservations.find(new ReservationId(id))).orElseThrow();
    Reservation record = stored.reservation();
    Reservation next = Samples.record(record.id(), status);
    await(
        reservations.replace(
            stored,
            new Reservation(
                record.id(),
                status,
                record.trip(),
                next.bookings(),
                null,
                next.openCompensations(),
                null,
                record.createdAt(),
                next.updatedAt(),
                null)));
  }

  private static ReservationPage list(
      Reservations from, @Nullable ReservationStatus status, @Nullable String cursor, int limit) {
    return await(from.list(new ReservationQuery(status, null, cursor, limit)));
  }

  private static String forged(String words) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(words.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> idsOf(ReservationPage page) {
    return page.reservations().stream().map(record -> record.id().value()).toList();
  }

  private static List<String> newestFirst(List<String> ids) {
    return ids.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
