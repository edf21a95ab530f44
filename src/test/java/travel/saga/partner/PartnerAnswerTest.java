package travel.saga.partner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.Refusal;

class PartnerAnswerTest {
  private static final String NO_SEATS = "{\"code\": \"no_seats\", \"detail\": \"None left.\"}";

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204})
  void isDone(int status) {
    PartnerAnswer answer = answer(status, "");
    assertThat(answer.isDone()).isTrue();
    assertThat(answer.isRefused()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 405, 406, 409, 410, 413, 415, 422, 428, 431, 451, 499})
  void isRefused(int status) {
    PartnerAnswer answer = answer(status, "");
    assertThat(answer.isRefused()).isTrue();
    assertThat(answer.isDone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        100, 202, 203, 205, 206, 207, 299, 301, 302, 303, 304, 307, 308, 401, 407, 408, 425, 429,
        500, 501, 502, 503, 504, 511, 599, 600, 999
      })
  void isAFaultWhateverTheBodySays(int status) {
    PartnerAnswer answer = answer(status, NO_SEATS);
    assertThat(answer.isDone()).isFalse();
    assertThat(answer.isRefused()).isFalse();
  }

  @Test
  void isRefusedByA403ThatSaysWhy() {
    assertThat(answer(403, NO_SEATS).isRefused()).isTrue();
    assertThat(answer(403, "{\"detail\": \"Forbidden\"}").isRefused()).isFalse();
    assertThat(answer(403, "<html>Forbidden</html>").isRefused()).isFalse();
  }

  @Test
  void passesOnCodeAndDetail() {
    assertThat(answer(409, NO_SEATS).refusal("flight"))
        .isEqualTo(new Refusal("no_seats", "None left."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "\"no\"",
        "null",
        "{}",
        "{\"code\": 7, \"detail\": {}}",
        "{\"code\": \"\", \"detail\": \" \\u0000\\n \"}",
        "{\"code\": \"Say no!\"}",
        "{\"code\": \"no_seats\"} and more"
      })
  void hasWordsOfItsOwnWhereThePartnerHasNone(String body) {
    assertThat(answer(409, body).refusal("flight"))
        .isEqualTo(new Refusal("refused", "The flight partner refused."));
  }

  @Test
  void makesOneLineOfADetailAndCutsIt() {
    assertThat(answer(409, "{\"detail\": \"one\\r\\n\\u202e\\u2028two\"}").refusal("car").message())
        .isEqualTo("one two");
    assertThat(answer(409, "{\"detail\": \"" + "\uD83D\uDE97".repeat(400) + "\"}").refusal("car"))
        .satisfies(refusal -> assertThat(refusal.message()).endsWith("\uD83D\uDE97…"))
        .satisfies(
            refusal ->
                assertThat(refusal.message().codePointCount(0, refusal.message().length()))
                    .isEqualTo(300));
  }

  @Test
  void takesACodeThatIsTooLongForNone() {
    assertThat(answer(409, "{\"code\": \"" + "x".repeat(65) + "\"}").code()).isEmpty();
    assertThat(answer(409, "{\"code\": \"" + "x".repeat(64) + "\"}").code()).isPresent();
  }

  @Test
  void readsNoBodyThatIsTooLong() {
    String padding = " ".repeat(PartnerAnswer.BODY_LIMIT - NO_SEATS.length());
    assertThat(answer(409, NO_SEATS + padding).code()).hasValue("no_seats");
    assertThat(answer(409, NO_SEATS + padding + " ").code()).isEmpty();
  }

  private static PartnerAnswer answer(int status, String body) {
    return PartnerAnswer.of(status, body.getBytes(UTF_8));
  }
}
