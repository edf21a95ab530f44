package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.InOrderKeyValueStore;
import travel.saga.ledger.ScriptedKeyValueStore;
import travel.saga.reservation.Claim;
import travel.saga.reservation.IdempotencyKey;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;
import travel.saga.reservation.Samples;
import travel.saga.reservation.TimeRange;

class LoggedReservationsTest extends ReservationsContract {
  /** So many that each shard has several pages. */
  private static final int MANY = 16 * LogPage.SIZE * 3;

  private final SettableClock clock = new SettableClock();
  private final InMemoryKeyValueStore rows = new InMemoryKeyValueStore();
  private final ScriptedKeyValueStore store = new ScriptedKeyValueStore(rows);
  private final LoggedReservations reservations = replica();

  @Override
  protected Reservations reservations() {
    return reservations;
  }

  private LoggedReservations replica() {
    return new LoggedReservations(new InOrderKeyValueStore(store), clock);
  }

  @Test
  void findsTheOpenOnesAmongManyOverAllPages() {
    List<ReservationId> all = insertMany(reservations);
    List<ReservationId> open = everySeventh(all);
    settleAllBut(open, all);

    assertThat(openIn(reservations)).containsExactlyInAnyOrderElementsOf(texts(open));
    assertThat(openIn(replica())).containsExactlyInAnyOrderElementsOf(texts(open));
    assertThat(await(reservations.counts())).isEqualTo(new Reservations.Counts(open.size(), 0, 0));
  }

  @Test
  void carriesOnWhatStaysOpenAndReadsTheRestNoMore() {
    List<ReservationId> all = insertMany(reservations);
    List<ReservationId> open = everySeventh(all);
    settleAllBut(open, all);
    clock.advance(Duration.ofMinutes(2));
    for (int scan = 0; scan < 10; scan++) {
      openIn(reservations);
    }

    LoggedReservations started = replica();
    int before = store.calls();
    assertThat(openIn(started)).containsExactlyInAnyOrderElementsOf(texts(open));

    assertThat(store.calls() - before)
        .as("what a replica that has just started reads")
        .isLessThan(MANY / 2);
  }

  @Test
  void readsEachSettledRecordOnce() {
    List<ReservationId> all = insertMany(reservations);
    settleAllBut(List.of(), all);
    openIn(reservations);

    int before = store.calls();
    openIn(reservations);

    assertThat(store.calls() - before).isLessThanOrEqualTo(2 * ReservationLog.SHARDS);
  }

  @Test
  void findsOneThatIsOpenedAgainAfterItWasLeftBehind() {
    List<ReservationId> all = insertMany(reservations);
    settleAllBut(List.of(), all);
    clock.advance(Duration.ofMinutes(2));
    openIn(reservations);
    Reservations.Stored settled = await(reservations.find(all.get(0))).orElseThrow();

    await(reservations.replace(settled, Samples.record(all.get(0), ReservationStatus.CANCELLING)));

    assertThat(openIn(reservations)).containsExactly(all.get(0).value());
    assertThat(openIn(replica())).containsExactly(all.get(0).value());
  }

  /** It looks between the entry and the record, and would never look again. */
  @Test
  void losesNoneThatIsOpenedAgainToAReplicaThatLooksInBetween() {
    ReservationId id = insertMany(reservations).get(0);
    settleAllBut(List.of(), List.of(id));
    LoggedReservations other = replica();
    Reservations.Stored settled = await(reservations.find(id)).orElseThrow();
    new ReservationLog(store, clock).enterAgain(id).toCompletableFuture().join();
    assertThat(openIn(other)).doesNotContain(id.value());

    await(reservations.replace(settled, Samples.record(id, ReservationStatus.CANCELLING)));

    assertThat(openIn(other)).contains(id.value());
  }

  @Test
  void losesNoneToAReplicaThatWritesAtTheSameTime() {
    LoggedReservations other = replica();
    List<ReservationId> theirs = new ArrayList<>();
    List<ReservationId> mine = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      store.next(ScriptedKeyValueStore.after(() -> theirs.add(insert(other))));
      mine.add(insert(reservations));
    }

    List<ReservationId> all = new ArrayList<>(mine);
    all.addAll(theirs);
    assertThat(openIn(replica())).containsExactlyInAnyOrderElementsOf(texts(all));
  }

  @Test
  void findsWhatWasStoredBeforeALostAnswer() {
    store.next(ScriptedKeyValueStore.NONE);
    store.next(ScriptedKeyValueStore.LOST_AFTER);
    Reservation pending = pending();

    assertThatThrownBy(() -> await(reservations.insert(pending, null)))
        .hasRootCauseInstanceOf(ScriptedKeyValueStore.LostException.class);

    assertThat(openIn(replica())).containsExactly(pending.id().value());
  }

  @Test
  void leavesAClaimThatAnyoneCanCompleteWhenItDiesBehindIt() {
    IdempotencyKey key = new IdempotencyKey("caller", "key");
    Reservation pending = pending();
    var claim = new Reservations.KeyClaim(key, new Claim(pending.id(), "fingerprint"));
    store.next(ScriptedKeyValueStore.NONE);
    store.next(ScriptedKeyValueStore.LOST_BEFORE);

    assertThatThrownBy(() -> await(reservations.insert(pending, claim)))
        .hasRootCauseInstanceOf(ScriptedKeyValueStore.LostException.class);

    assertThat(await(reservations.claim(key)).orElseThrow().reservationId())
        .isEqualTo(pending.id());
    assertThat(await(reservations.find(pending.id()))).isEmpty();
    assertThat(await(replica().insert(pending, null))).isTrue();
    assertThat(openIn(reservations)).containsExactly(pending.id().value());
  }

  @Test
  void waitsForARecordThatMayStillBeWrittenAndThenForgetsIt() {
    store.next(ScriptedKeyValueStore.NONE);
    store.next(ScriptedKeyValueStore.LOST_BEFORE);
    Reservation late = pending();
    assertThatThrownBy(() -> await(reservations.insert(late, null)))
        .hasRootCauseInstanceOf(ScriptedKeyValueStore.LostException.class);
    assertThat(openIn(reservations)).isEmpty();

    clock.advance(Duration.ofMinutes(30));
    rows.write(List.of(StateReservations.recordOf(late)));

    assertThat(openIn(reservations)).containsExactly(late.id().value());
  }

  /** As when a partner fails: all at once, from several replicas. */
  @Test
  void losesNoneThatIsMarkedWhileOthersAre() {
    LoggedReservations other = replica();
    List<ReservationId> ids = IntStream.range(0, 200).mapToObj(i -> insert(reservations)).toList();
    for (ReservationId id : ids.subList(0, 100)) {
      ReservationId theirs = ids.get(100 + ids.indexOf(id));
      store.next(ScriptedKeyValueStore.after(() -> await(other.markRetrying(theirs))));
      await(reservations.markRetrying(id));
    }

    assertThat(retrying(replica())).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(await(other.counts()).retrying()).isEqualTo(200);
  }

  @Test
  void forgetsThoseThatAreSettledWhenTheyAreCounted() {
    List<ReservationId> ids = IntStream.range(0, 40).mapToObj(i -> insert(reservations)).toList();
    ids.forEach(id -> await(reservations.markRetrying(id)));
    settleAllBut(ids.subList(0, 3), ids);

    assertThat(await(reservations.counts())).isEqualTo(new Reservations.Counts(3, 0, 3));

    int writes = store.writes();
    assertThat(await(replica().counts())).isEqualTo(new Reservations.Counts(3, 0, 3));
    assertThat(store.writes()).as("nothing is left to forget").isEqualTo(writes);
  }

  @Test
  void keepsARowOfAFewHundredAtMost() {
    List<ReservationId> many =
        IntStream.range(0, RetryingRow.SIZE + 10)
            .mapToObj(i -> new ReservationId("r" + i))
            .toList();

    RetryingRow full = RetryingRow.EMPTY.with(many);

    assertThat(full.ids()).isEqualTo(many.subList(0, RetryingRow.SIZE));
    assertThat(full.with(many)).isSameAs(full);
    assertThat(full.without(many.subList(5, RetryingRow.SIZE)).ids()).isEqualTo(many.subList(0, 5));
  }

  private static List<ReservationId> retrying(Reservations from) {
    return await(from.list(new ReservationQuery(Set.of(), true, null, TimeRange.ALL, null, 1000)))
        .reservations()
        .stream()
        .map(Reservation::id)
        .toList();
  }

  private List<ReservationId> insertMany(Reservations into) {
    return IntStream.range(0, MANY).mapToObj(i -> insert(into)).toList();
  }

  private ReservationId insert(Reservations into) {
    Reservation pending = pending();
    assertThat(await(into.insert(pending, null))).isTrue();
    return pending.id();
  }

  private Reservation pending() {
    return Reservation.pending(ReservationId.random(), Samples.TRIP, clock.instant());
  }

  private void settleAllBut(Collection<ReservationId> open, List<ReservationId> all) {
    for (ReservationId id : all) {
      if (!open.contains(id)) {
        Reservations.Stored stored = await(reservations.find(id)).orElseThrow();
        await(reservations.replace(stored, Samples.record(id, ReservationStatus.CONFIRMED)));
      }
    }
  }

  private static List<ReservationId> everySeventh(List<ReservationId> all) {
    return IntStream.range(0, all.size()).filter(i -> i % 7 == 0).mapToObj(all::get).toList();
  }

  private static List<String> texts(Collection<ReservationId> ids) {
    return ids.stream().map(ReservationId::value).toList();
  }

  /** Page by page, as the sweep does. */
  private static List<String> openIn(Reservations from) {
    List<String> open = new ArrayList<>();
    @Nullable ReservationId after = null;
    while (true) {
      List<ReservationId> page = await(from.open(after, 50));
      open.addAll(texts(page));
      if (page.size() < 50) {
        return open;
      }
      after = page.get(page.size() - 1);
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
