package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.Reservations.Counts;
import travel.saga.reservation.Reservations.Ended;
import travel.saga.reservation.Reservations.KeyClaim;
import travel.saga.reservation.Reservations.Stored;

/** What every {@link Reservations} keeps to. Each test starts with an empty subject. */
public abstract class ReservationsContract {
  private static final IdempotencyKey KEY = new IdempotencyKey("caller", "key");
  private static final Asked ALL = new Asked(null, null, 50);

  protected abstract Reservations reservations();

  @Test
  void findsWhatWasInsertedAndNothingElse() {
    Reservation pending = pending("r1");

    assertThat(insert(pending, null)).isTrue();

    assertThat(stored("r1").reservation()).isEqualTo(pending);
    assertThat(await(reservations().find(new ReservationId("r2")))).isEmpty();
  }

  @Test
  void insertsNothingOverATakenId() {
    insert(pending("r1"), null);

    assertThat(insert(Samples.record(new ReservationId("r1"), ReservationStatus.CONFIRMED), null))
        .isFalse();
    assertThat(stored("r1").reservation()).isEqualTo(pending("r1"));
  }

  @Test
  void insertsNothingUnderATakenKey() {
    insert(pending("r1"), claim("r1"));

    assertThat(insert(pending("r2"), claim("r2"))).isFalse();
    assertThat(await(reservations().find(new ReservationId("r2")))).isEmpty();
    assertThat(await(reservations().claim(KEY)))
        .isEqualTo(Optional.of(new Claim(new ReservationId("r1"), "fingerprint")));
  }

  /** As whoever finds a claim whose maker did not come as far as the record. */
  @Test
  void insertsTheRecordOfAClaim() {
    insert(pending("r1"), claim("r9"));

    assertThat(insert(pending("r9"), null)).isTrue();
    assertThat(insert(pending("r9"), null)).isFalse();
    assertThat(stored("r9").reservation()).isEqualTo(pending("r9"));
  }

  @Test
  void keepsTheKeysOfTwoCallersApart() {
    insert(pending("r1"), claim("r1"));

    assertThat(await(reservations().claim(new IdempotencyKey("another", "key")))).isEmpty();
    assertThat(await(reservations().claim(new IdempotencyKey("calle", "rkey")))).isEmpty();
  }

  @Test
  void replacesOnlyTheVersionThatWasRead() {
    insert(pending("r1"), null);
    Stored read = stored("r1");

    assertThat(replace(read, ReservationStatus.CONFIRMED)).isTrue();
    assertThat(replace(read, ReservationStatus.REJECTED)).isFalse();
    assertThat(stored("r1").reservation().status()).isEqualTo(ReservationStatus.CONFIRMED);
  }

  @Test
  void listsTheOpenOnesInOrderPageByPage() {
    for (String id : List.of("r3", "r1", "r4", "r2")) {
      insert(pending(id), null);
    }
    replace(stored("r2"), ReservationStatus.REJECTED);
    replace(stored("r4"), ReservationStatus.CANCELLING);

    assertThat(open(null, 2)).containsExactly("r1", "r3");
    assertThat(open("r3", 2)).containsExactly("r4");
  }

  @Test
  void countsTheOpenOnesAndThoseAtAttention() {
    for (String id : List.of("r1", "r2", "r3")) {
      insert(pending(id), null);
    }
    replace(stored("r1"), ReservationStatus.ATTENTION);
    replace(stored("r2"), ReservationStatus.CONFIRMED);
    assertThat(await(reservations().counts())).isEqualTo(new Counts(1, 1, 0));

    replace(stored("r1"), ReservationStatus.REJECTED);
    replace(stored("r2"), ReservationStatus.CANCELLING);
    assertThat(await(reservations().counts())).isEqualTo(new Counts(2, 0, 0));
  }

  @Test
  void listsAllNewestFirstPageByPage() {
    List<String> ids = insertMany(25);

    List<ReservationPage> pages = pages(ALL.withLimit(10));

    assertThat(pages).extracting(page -> page.reservations().size()).containsExactly(10, 10, 5);
    assertThat(idsOf(pages)).isEqualTo(newestFirst(ids));
  }

  @Test
  void endsWithAPageThatIsJustFull() {
    List<String> ids = insertMany(20);

    List<ReservationPage> pages = pages(ALL.withLimit(10));

    assertThat(pages).hasSize(2);
    assertThat(idsOf(pages)).isEqualTo(newestFirst(ids));
  }

  @Test
  void listsNothingWhereNothingIs() {
    assertThat(pages(ALL.withLimit(10)))
        .containsExactly(new ReservationPage(List.of(), null, null));
    assertThat(pages(new Asked(ReservationStatus.ATTENTION, null, 10)))
        .containsExactly(new ReservationPage(List.of(), null, null));
  }

  @Test
  void showsTheRecordsThemselves() {
    insert(pending("r1"), null);

    assertThat(pages(ALL.withLimit(10)).get(0).reservations()).containsExactly(pending("r1"));
  }

  @ParameterizedTest
  @EnumSource
  void listsThoseOfAStatus(ReservationStatus status) {
    List<String> ids = insertMany(60);
    for (int i = 0; i < ids.size(); i++) {
      ReservationStatus next = ReservationStatus.values()[i % ReservationStatus.values().length];
      if (next != ReservationStatus.PENDING) {
        replace(stored(ids.get(i)), next);
      }
    }

    List<ReservationPage> pages = pages(new Asked(status, null, 4));

    assertThat(pages).hasSizeGreaterThanOrEqualTo(3);
    assertThat(pages).allSatisfy(page -> assertThat(page.reservations()).hasSizeLessThan(5));
    assertThat(idsOf(pages))
        .isEqualTo(
            newestFirst(
                IntStream.range(0, ids.size())
                    .filter(i -> i % ReservationStatus.values().length == status.ordinal())
                    .mapToObj(ids::get)
                    .toList()));
  }

  @Test
  void listsThoseOfANameInWhateverCase() {
    insertMany(30);
    Trip hoppers = new Trip(new Traveller("Grace", "Höpper"), "London", "compact", null);
    for (int i = 0; i < 5; i++) {
      insert(Reservation.pending(new ReservationId(id(100 + i)), hoppers, Samples.START), null);
    }
    replace(stored(id(102)), ReservationStatus.CONFIRMED, hoppers);

    assertThat(idsOf(pages(new Asked(null, "hÖPPER", 2))))
        .containsExactly(id(104), id(103), id(102), id(101), id(100));
    assertThat(idsOf(pages(new Asked(ReservationStatus.CONFIRMED, "Höpper", 2))))
        .containsExactly(id(102));
    assertThat(idsOf(pages(new Asked(null, "Höppe", 2)))).isEmpty();
  }

  @Test
  void neitherRepeatsNorSkipsWhatWasThereWhileOthersAreInserted() {
    List<String> before = insertMany(200);
    List<String> seen = new ArrayList<>();
    int inserted = 1000;
    @Nullable String cursor = null;
    do {
      ReservationPage page = await(reservations().list(ALL.withLimit(7).from(cursor)));
      page.reservations().forEach(record -> seen.add(record.id().value()));
      for (int i = 0; i < 40; i++) {
        insert(pending(id(inserted++)), null);
      }
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).isEqualTo(newestFirst(before));
  }

  /** However few there are: one call looks through a part of the others alone. */
  @Test
  void handsBackACursorRatherThanLookThroughEverything() {
    insertMany(2000);
    Trip hoppers = new Trip(new Traveller("Grace", "Hopper"), "London", "compact", null);
    replace(stored(id(3)), ReservationStatus.CONFIRMED, hoppers);
    replace(stored(id(4)), ReservationStatus.PENDING, hoppers);

    for (Asked rare :
        List.of(
            new Asked(ReservationStatus.CONFIRMED, null, 50),
            new Asked(ReservationStatus.CONFIRMED, "hopper", 50),
            new Asked(ReservationStatus.PENDING, "hopper", 50),
            new Asked(null, "nobody", 50))) {
      List<ReservationPage> pages = pages(rare);

      assertThat(pages).as("pages of %s", rare).hasSizeGreaterThan(1);
      assertThat(pages.get(0).reservations()).as("the first page of %s", rare).isEmpty();
      assertThat(idsOf(pages))
          .as("what there is of %s", rare)
          .isEqualTo(
              rare.status() == null
                  ? List.of()
                  : List.of(id(rare.status() == ReservationStatus.PENDING ? 4 : 3)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "%",
        "bm9uc2Vuc2U",
        "aQ",
        "bA",
        "bDEuMQ",
        "aS4uL2V0Yy9wYXNzd2Q",
        "bDAuMCwwLjA",
      })
  void refusesACursorThatItHasNotGivenOut(String cursor) {
    insertMany(3);
    for (ReservationStatus status : ReservationStatus.values()) {
      assertThat(reservations().list(new ReservationQuery(status, null, cursor, 10)))
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableThat()
          .withCauseInstanceOf(MalformedCursorException.class);
    }
    assertThat(reservations().list(ALL.withLimit(10).from("A".repeat(100_000))))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(MalformedCursorException.class);
  }

  @Test
  void findsThoseThatAreThere() {
    insert(pending("r1"), null);
    insert(pending("r2"), null);

    assertThat(
            await(reservations().findAll(Stream.of("r2", "r3").map(ReservationId::new).toList())))
        .isEqualTo(Map.of(new ReservationId("r2"), pending("r2")));
    assertThat(await(reservations().findAll(List.of()))).isEmpty();
  }

  /** Ten minutes apart. */
  @Test
  void listsThoseOfAStretchOfTime() {
    List<String> ids = insertOverTime(60);
    replace(stored(ids.get(12)), ReservationStatus.ATTENTION);

    assertThat(idsOf(pages(Set.of(), new TimeRange(timeOf(10), timeOf(20)), 4)))
        .isEqualTo(newestFirst(ids.subList(10, 20)));
    assertThat(idsOf(pages(Set.of(), new TimeRange(timeOf(55).plusMillis(1), null), 2)))
        .isEqualTo(newestFirst(ids.subList(56, 60)));
    assertThat(idsOf(pages(Set.of(), new TimeRange(null, timeOf(3)), 2)))
        .isEqualTo(newestFirst(ids.subList(0, 3)));
    assertThat(idsOf(pages(Set.of(), new TimeRange(timeOf(20), timeOf(10)), 4))).isEmpty();
    assertThat(idsOf(pages(Set.of(), new TimeRange(null, Instant.EPOCH), 4))).isEmpty();
    Set<ReservationStatus> attention = Set.of(ReservationStatus.ATTENTION);
    assertThat(idsOf(pages(attention, new TimeRange(timeOf(10), timeOf(20)), 4)))
        .containsExactly(ids.get(12));
    assertThat(idsOf(pages(attention, new TimeRange(timeOf(13), null), 4))).isEmpty();
  }

  @Test
  void readsAPageAgainFromItsFirstRecordOn() {
    insertMany(40);
    replace(stored(id(20)), ReservationStatus.ATTENTION);
    int newer = 100;
    for (Asked asked :
        List.of(
            ALL.withLimit(10),
            new Asked(ReservationStatus.PENDING, null, 10),
            new Asked(ReservationStatus.ATTENTION, null, 10))) {
      ReservationPage first = await(reservations().list(asked.from(null)));
      insert(pending(id(newer++)), null);
      assertThat(await(reservations().list(asked.from(first.here())))).isEqualTo(first);
      if (first.next() != null) {
        ReservationPage second = await(reservations().list(asked.from(first.next())));
        assertThat(await(reservations().list(asked.from(second.here())))).isEqualTo(second);
      }
    }
  }

  @Test
  void listsAndCountsThoseThatAreTriedAgainUntilTheyAreSettled() {
    insertMany(5);
    replace(stored(id(1)), ReservationStatus.CONFIRMED);
    replace(stored(id(4)), ReservationStatus.CANCELLING);
    for (int i : new int[] {0, 1, 2, 2, 4, 99}) {
      await(reservations().markRetrying(new ReservationId(id(i))));
    }

    assertThat(await(reservations().counts())).isEqualTo(new Counts(4, 0, 3));
    ReservationPage page = retrying(null, 2);
    assertThat(idsOf(List.of(page))).containsExactly(id(4), id(2));
    assertThat(retrying(page.here(), 2)).isEqualTo(page);
    assertThat(idsOf(List.of(retrying(page.next(), 2)))).containsExactly(id(0));

    replace(stored(id(4)), ReservationStatus.CANCELLED);
    replace(stored(id(2)), ReservationStatus.ATTENTION);
    assertThat(idsOf(List.of(retrying(null, 2)))).containsExactly(id(0));
    assertThat(await(reservations().counts())).isEqualTo(new Counts(2, 1, 1));

    replace(stored(id(2)), ReservationStatus.PENDING);
    assertThat(idsOf(List.of(retrying(null, 2)))).as("it begins anew").containsExactly(id(0));
  }

  @Test
  void countsWhatHasEndedSinceATime() {
    List<String> ids = insertOverTime(40);
    for (int i = 0; i < 40; i += 2) {
      replaceAt(i, i % 4 == 0 ? ReservationStatus.CONFIRMED : ReservationStatus.ATTENTION);
    }
    replaceAt(21, ReservationStatus.CANCELLING);
    assertThat(ids).hasSize(40);

    assertThat(await(reservations().ended(timeOf(10)))).isEqualTo(new Ended(15, timeOf(10)));
    assertThat(await(reservations().ended(timeOf(11)))).isEqualTo(new Ended(14, timeOf(11)));
    assertThat(await(reservations().ended(timeOf(50)))).isEqualTo(new Ended(0, timeOf(50)));
  }

  private List<String> insertOverTime(int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> timedId(i)).toList();
    for (int i = 0; i < count; i++) {
      insert(Reservation.pending(new ReservationId(ids.get(i)), Samples.TRIP, timeOf(i)), null);
    }
    return ids;
  }

  private void replaceAt(int number, ReservationStatus next) {
    replace(stored(timedId(number)), next);
  }

  private static Instant timeOf(int number) {
    return Samples.START.plus(Duration.ofMinutes(10L * number));
  }

  private static String timedId(int number) {
    return "%012x-%08x".formatted(timeOf(number).toEpochMilli(), number * 0x9E3779B1);
  }

  private ReservationPage retrying(@Nullable String cursor, int limit) {
    return await(
        reservations()
            .list(
                new ReservationQuery(
                    ReservationStatus.OPEN, true, null, TimeRange.ALL, cursor, limit)));
  }

  private List<ReservationPage> pages(
      Set<ReservationStatus> statuses, TimeRange created, int limit) {
    return pages(cursor -> new ReservationQuery(statuses, false, null, created, cursor, limit));
  }

  private record Asked(@Nullable ReservationStatus status, @Nullable String lastName, int limit) {
    Asked withLimit(int other) {
      return new Asked(status, lastName, other);
    }

    ReservationQuery from(@Nullable String cursor) {
      return new ReservationQuery(status, lastName, cursor, limit);
    }
  }

  private List<ReservationPage> pages(Asked asked) {
    return pages(asked::from);
  }

  private List<ReservationPage> pages(Function<@Nullable String, ReservationQuery> asked) {
    List<ReservationPage> pages = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      ReservationPage page = await(reservations().list(asked.apply(cursor)));
      pages.add(page);
      cursor = page.next();
    } while (cursor != null && pages.size() < 1000);
    assertThat(cursor).as("the end is reached").isNull();
    return pages;
  }

  private static List<String> idsOf(List<ReservationPage> pages) {
    return pages.stream()
        .flatMap(page -> page.reservations().stream())
        .map(record -> record.id().value())
        .toList();
  }

  private static List<String> newestFirst(List<String> ids) {
    return ids.stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** In the order of their ids. */
  private List<String> insertMany(int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(ReservationsContract::id).toList();
    ids.forEach(id -> insert(pending(id), null));
    return ids;
  }

  /** As they are made: the time, then what is random. */
  private static String id(int millis) {
    return "%012x-%08x".formatted(millis, millis * 0x9E3779B1);
  }

  private boolean insert(Reservation reservation, @Nullable KeyClaim claim) {
    return await(reservations().insert(reservation, claim));
  }

  private boolean replace(Stored read, ReservationStatus next) {
    return replace(read, next, Samples.TRIP);
  }

  private boolean replace(Stored read, ReservationStatus next, Trip trip) {
    Reservation changed =
        new Reservation(
            read.reservation().id(),
            next,
            trip,
            Bookings.NONE,
            null,
            List.of(),
            null,
            read.reservation().createdAt(),
            Samples.START,
            null);
    return await(reservations().replace(read, changed));
  }

  private Stored stored(String id) {
    return await(reservations().find(new ReservationId(id))).orElseThrow();
  }

  private List<String> open(@Nullable String after, int limit) {
    ReservationId from = after == null ? null : new ReservationId(after);
    return await(reservations().open(from, limit)).stream().map(ReservationId::value).toList();
  }

  private static Reservation pending(String id) {
    return Reservation.pending(new ReservationId(id), Samples.TRIP, Samples.START);
  }

  private static KeyClaim claim(String id) {
    return new KeyClaim(KEY, new Claim(new ReservationId(id), "fingerprint"));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
