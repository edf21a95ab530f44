package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.Reservations.Counts;
import travel.saga.reservation.Reservations.KeyClaim;
import travel.saga.reservation.Reservations.Stored;

/** What every {@link Reservations} keeps to. Each test starts with an empty subject. */
public abstract class ReservationsContract {
  private static final IdempotencyKey KEY = new IdempotencyKey("caller", "key");

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
    assertThat(await(reservations().counts())).isEqualTo(new Counts(1, 1));

    replace(stored("r1"), ReservationStatus.REJECTED);
    replace(stored("r2"), ReservationStatus.CANCELLING);
    assertThat(await(reservations().counts())).isEqualTo(new Counts(2, 0));
  }

  private boolean insert(Reservation reservation, @Nullable KeyClaim claim) {
    return await(reservations().insert(reservation, claim));
  }

  private boolean replace(Stored read, ReservationStatus next) {
    Reservation changed = Samples.record(read.reservation().id(), next);
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
