package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

class ExecutionActionsTest {
  private static final ReservationId ID = ReservationId.random();

  @ParameterizedTest
  @CsvSource({
    "PENDING, PENDING, suspend cancel terminate",
    "RUNNING, PENDING, suspend cancel terminate",
    "RUNNING, CANCELLING, suspend terminate",
    "STALLED, PENDING, suspend cancel terminate",
    "SUSPENDED, PENDING, resume cancel terminate",
    "COMPLETED, PENDING, cancel",
    "COMPLETED, CONFIRMED, cancel purge",
    "COMPLETED, REJECTED, purge",
    "COMPLETED, CANCELLED, purge",
    "COMPLETED, ATTENTION, ''",
    "FAILED, PENDING, rerun cancel",
    "TERMINATED, PENDING, rerun cancel",
    "TERMINATED, ATTENTION, ''"
  })
  void offersWhatMakesSense(
      ExecutionStatus status, ReservationStatus reservation, String expected) {
    ExecutionDetail found =
        new ExecutionDetail(
            ExecutionSamples.saga(
                ID.value(),
                status,
                ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED)),
            Optional.of(Samples.record(ID, reservation)));

    assertThat(ids(ExecutionActions.of(found)))
        .containsExactlyElementsOf(
            Arrays.stream(expected.split(" "))
                .filter(word -> !word.isEmpty())
                .map("action-"::concat)
                .toList());
  }

  @Test
  void offersLessWhereThereIsNoReservation() {
    assertThat(ids(of("other", ExecutionStatus.RUNNING)))
        .containsExactly("action-suspend", "action-terminate");
    assertThat(ids(of("other", ExecutionStatus.FAILED))).containsExactly("action-purge");
  }

  @Test
  void offersWhatIsOpenOnThePageOfEachExecutionOfTheReservation() {
    ExecutionDetail found =
        new ExecutionDetail(
            ExecutionSamples.saga(ID + "~undo-1", ExecutionStatus.COMPLETED),
            Optional.of(Samples.record(ID, ReservationStatus.ATTENTION)));

    ExecutionActions.Open open = ExecutionActions.of(found).compensations().get(0);

    assertThat(open.name()).isEqualTo("cancel-car");
    assertThat(open.attempts()).isEqualTo(3);
    assertThat(open.triedBy()).isNull();
    assertThat(open.links().stream().map(ExecutionActions.Link::url))
        .containsExactly(
            "/console/executions/" + ID + "~undo-1/compensations/cancel-car/retry",
            "/console/executions/" + ID + "~undo-1/compensations/cancel-car/settle");
  }

  @ParameterizedTest
  @EnumSource
  void hasWordsForEachAction(OperatorAction action) {
    ActionWords words = action.words();

    assertThat(words.question()).endsWith("?");
    Stream.of(List.of(words.done()), words.effects(), words.limits())
        .flatMap(List::stream)
        .forEach(sentence -> assertThat(sentence).matches("[A-Z].*\\."));
    assertThat(words.effects()).isNotEmpty();
    assertThat(words.limits()).isNotEmpty();
    assertThat(OperatorAction.notice(action.word())).isEqualTo(words.done());
  }

  private static ExecutionActions of(String id, ExecutionStatus status) {
    return ExecutionActions.of(
        new ExecutionDetail(ExecutionSamples.saga(id, status), Optional.empty()));
  }

  private static List<String> ids(ExecutionActions actions) {
    return actions.links().stream().map(ExecutionActions.Link::id).toList();
  }
}
