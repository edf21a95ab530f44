package travel.saga.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.SettableClock;
import travel.saga.reservation.SettingException;
import travel.saga.reservation.Settings;

class ConsoleSessionsTest {
  private static final String TOKEN = "a-token-of-16-chars";

  private final SettableClock clock = new SettableClock();
  private final ConsoleSessions sessions = sessions(TOKEN, clock);

  @Test
  void lastsAsLongAsItIsSetTo() {
    String session = open(sessions);

    clock.advance(Duration.ofHours(8).minusSeconds(1));
    assertThat(sessions.isOpen(session)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sessions.isOpen(session)).isFalse();
  }

  @Test
  void isKnownToEveryReplicaAndEndsWithTheToken() {
    String session = open(sessions);

    assertThat(sessions(TOKEN, clock).isOpen(session)).isTrue();
    assertThat(sessions("another-token-of-16-chars", clock).isOpen(session)).isFalse();
    assertThat(sessions("", clock).isOpen(session)).isFalse();
  }

  @Test
  void opensForTheTokenAloneAndNeverTheSameTwice() {
    assertThat(sessions.open("another")).isNull();
    assertThat(sessions.open("")).isNull();
    assertThat(open(sessions)).isNotEqualTo(open(sessions)).doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "9999999999.x.y", "1.1.1.1", "\u0000"})
  void isNotMadeUp(String session) {
    assertThat(sessions.isOpen(session)).isFalse();
  }

  @Test
  void isNotChangedByWhoHasIt() {
    String session = open(sessions);
    String later = "9" + session;
    String csrf = sessions.csrfToken(session);

    assertThat(sessions.isOpen(later)).isFalse();
    assertThat(sessions.isOpen(session + "A")).isFalse();
    assertThat(sessions.isOpen(session.substring(0, session.lastIndexOf('.') + 1) + csrf))
        .isFalse();
  }

  @Test
  void hasACsrfTokenOfItsOwn() {
    String one = open(sessions);
    String other = open(sessions);

    assertThat(sessions.isCsrfToken(one, sessions.csrfToken(one))).isTrue();
    assertThat(sessions.isCsrfToken(one, sessions.csrfToken(other))).isFalse();
    assertThat(sessions.isCsrfToken(one, "")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "short, '5 characters'",
    "fifteen-letters, '15 characters'",
    "'a token with blanks', 'no line break'",
    "'a-token-with-a-line-break\n', 'no line break'",
    "a-tökén-that-is-no-token, 'letters, digits'",
  })
  void refusesATokenThatIsWeakOrCannotBeSentAndDoesNotTellIt(String token, String remedy) {
    assertThatThrownBy(() -> sessions(token, clock))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("RESERVATIONS_ADMIN_TOKEN")
        .hasMessageContaining(remedy)
        .hasMessageNotContaining(token.strip());
  }

  private static String open(ConsoleSessions sessions) {
    return Objects.requireNonNull(sessions.open(TOKEN));
  }

  private static ConsoleSessions sessions(String token, Clock clock) {
    AccessConfig config =
        Settings.of(AccessConfig.class, Map.of("reservations.admin-token", token));
    return new ConsoleSessions(new AdminToken(config, () -> true), config, clock);
  }
}
