package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReservationIdTest {
  @Test
  void isAUuidOfVersion7() {
    UUID id = UUID.fromString(ReservationId.random().value());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void beginsWithTheTime() {
    long before = System.currentTimeMillis();
    UUID id = UUID.fromString(ReservationId.random().value());
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void isNeverTheSame() {
    List<ReservationId> ids = Stream.generate(ReservationId::random).limit(10_000).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }
}
