package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryMarksTest {
  private static final ReservationId ID = new ReservationId("r1");

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final RetryMarks marks = new RetryMarks(reservations);

  @Test
  void remembersOneThatIsOpenAndNoOther() {
    reservations.put(Samples.record(ID, ReservationStatus.CONFIRMED));
    attemptFailed(ID, 1);
    assertThat(retrying()).isZero();

    reservations.put(Samples.record(ID, ReservationStatus.CANCELLING));
    attemptFailed(ID, 1);
    assertThat(retrying()).isEqualTo(1);
  }

  @Test
  void giveAnotherHintWhereOneGotLost() {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));
    reservations.failWith(InMemoryReservations.away());
    assertThat(attemptFailed(ID, 1)).isFalse();
    reservations.failWith(null);

    assertThat(attemptFailed(ID, 2)).isTrue();
    assertThat(retrying()).isEqualTo(1);
  }

  @Test
  void areNotWrittenForEveryFault() {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));

    assertThat(attemptFailed(ID, 3)).isFalse();
    assertThat(attemptFailed(ID, 7)).isFalse();
    assertThat(retrying()).isZero();
  }

  private boolean attemptFailed(ReservationId id, int attempt) {
    return marks.attemptFailed(new StepCall(id, attempt, true, false)).toCompletableFuture().join();
  }

  private int retrying() {
    var query = new ReservationQuery(Set.of(), true, null, TimeRange.ALL, null, 10);
    return reservations.list(query).toCompletableFuture().join().reservations().size();
  }
}
