package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.execution.ExecutionSamples.compensation;
import static travel.saga.execution.ExecutionSamples.saga;
import static travel.saga.execution.ExecutionSamples.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.PublishedDescription;
import travel.saga.api.StreamItem.Event;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

/** Events are as the published description has them; EventsIT holds the same for a real engine. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class EventDescriptionTest {
  private final PublishedDescription description = PublishedDescription.read();

  @Inject ObjectMapper json;
  @Inject EventFold fold;

  @Test
  void describesEachStateOfAStep() {
    Set<StepStatus> states = EnumSet.complementOf(EnumSet.of(StepStatus.WAITING));

    List<Event> events =
        states.stream()
            .flatMap(
                state ->
                    fold
                        .steps(
                            0,
                            saga(
                                "r",
                                ExecutionStatus.FAILED,
                                step("reserve-car", 0, state),
                                compensation("cancel-car", 1, state)))
                        .stream())
            .toList();

    assertThat(events)
        .extracting(event -> json.readTree(event.json()).path("status").asText())
        .containsAll(states.stream().map(StepStatus::name).collect(Collectors.toSet()));
    assertThat(events).allSatisfy(event -> assertThat(objections(event)).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void describesEachOutcome(ReservationStatus status) {
    Reservation pending = Samples.record(ReservationId.random(), ReservationStatus.PENDING);

    assertThat(objections(fold.outcome(0, Samples.record(pending.id(), status)))).isEmpty();
    assertThat(objections(fold.outcome(0, pending.settle(Samples.outcome(status), Samples.START))))
        .isEmpty();
  }

  @Test
  void hasExamplesThatFit() {
    assertThat(description.examples())
        .hasSize(2)
        .allSatisfy(
            example ->
                assertThat(
                        description.objections(
                            example.path("id").asText(),
                            example.path("event").asText(),
                            example.path("data").asText()))
                    .isEmpty());
  }

  /** Else the others prove nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'step':'x','attempt':1,'status':'WAITING','started_at':'2026-11-23T22:41:12Z'}",
        "{'step':'x','attempt':0,'status':'FAILED','started_at':'2026-11-23T22:41:12Z'}",
        "{'step':'x','attempt':1,'status':'FAILED','started_at':'yesterday'}",
        "{'step':'x','attempt':1,'status':'FAILED'}",
        "{'step':'x','attempt':1,'status':'FAILED','started_at':'2026-11-23T22:41:12Z','y':1}",
        "7",
      })
  void objectsToWhatIsNotDescribed(String data) {
    assertThat(description.objections("0-0-0", "step", data.replace('\'', '"'))).isNotEmpty();
    assertThat(description.objections("0-0-0", "outcome", data.replace('\'', '"'))).isNotEmpty();
  }

  private List<String> objections(Event event) {
    return description.objections(event.id().text(), event.name(), event.json());
  }
}
