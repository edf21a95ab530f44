package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReservationIdTest {
  @Test
  void beginsWithTheTime() {
    long before = System.currentTimeMillis();
    String time = ReservationId.random().value().substring(0, 12);
    assertThat(Long.parseLong(time, 16)).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void endsWithARandomUuid() {
    String value = ReservationId.random().value();
    assertThat(value.charAt(12)).isEqualTo('-');
    assertThat(UUID.fromString(value.substring(13)).version()).isEqualTo(4);
  }

  @Test
  void isNeverTheSame() {
    List<ReservationId> ids = Stream.generate(ReservationId::random).limit(10_000).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }
}
