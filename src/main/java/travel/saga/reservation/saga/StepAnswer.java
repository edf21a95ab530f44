package travel.saga.reservation.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Postponement;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.Step;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireFormat;

/**
 * Reads what a step answered; see {@link StepResult}. An answer that is neither done nor refused is
 * a fault, for it may come from an application in another language: whether there was an effect is
 * unknown, and the workflow must not die of it.
 */
final class StepAnswer {
  private static final ObjectReader STRICT =
      WireFormat.MAPPER.reader().with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** No answer, whoever gives it, stops a saga for longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Step<?, ?> step;
  private final JsonNode answer;

  /**
   * @throws AttemptFailedException when there is none, or the step was not tried
   */
  StepAnswer(Step<?, ?> step, @Nullable JsonNode answer) {
    this.step = step;
    if (answer == null || !answer.isObject()) {
      throw new AttemptFailedException(step.name() + " answered with no object");
    }
    this.answer = answer;
    if (answer.has("postponed")) {
      throw postponed(read(answer.get("postponed"), Postponement.class).delay());
    }
  }

  /** Null when the step is done. */
  @Nullable Refusal refusal() {
    return answer.has("refused") ? read(answer.get("refused"), Refusal.class) : null;
  }

  <O> O done(Class<O> type) {
    return read(answer, type);
  }

  private AttemptFailedException postponed(Duration delay) {
    Duration most = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    return new AttemptFailedException(
        step.name() + " was postponed", most.isNegative() ? Duration.ZERO : most);
  }

  private <T> T read(JsonNode json, Class<T> type) {
    try {
      return STRICT.treeToValue(json, type);
    } catch (JsonProcessingException unreadable) {
      throw new AttemptFailedException(
          "%s answered with no %s".formatted(step.name(), type.getSimpleName()));
    }
  }
}
