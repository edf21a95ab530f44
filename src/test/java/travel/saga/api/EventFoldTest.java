package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.execution.ExecutionSamples.START;
import static travel.saga.execution.ExecutionSamples.saga;
import static travel.saga.execution.ExecutionSamples.step;

import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.api.StreamItem.Event;
import travel.saga.execution.Attempt;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.Failure;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.WireFormat;

class EventFoldTest {
  private static final Attempt FAILED =
      new Attempt(
          1,
          2,
          StepStatus.FAILED,
          START,
          START.plusSeconds(1),
          "{\"first_name\":\"Ada\"}",
          null,
          new Failure("java.io.IOException", "10.0.0.7 refused"),
          null);
  private static final Attempt RUNNING =
      new Attempt(2, 4, StepStatus.RUNNING, START.plusSeconds(2), null, "{}", null, null, null);

  private final EventFold fold = new EventFold(WireFormat.MAPPER);

  @Test
  void tellsEachAttemptInTheOrderOfTheCalls() {
    StepRun tried =
        new StepRun("reserve-car", false, StepStatus.RUNNING, List.of(FAILED, RUNNING), null, null);

    List<Event> events =
        fold.steps(0, running(tried, step("reserve-flight", 0, StepStatus.COMPLETED)));

    assertThat(events)
        .extracting(event -> event.id().text())
        .containsExactly("0-0-0", "0-0-1", "0-2-0", "0-2-1", "0-4-0");
    assertThat(events.get(3).json())
        .isEqualTo(
            "{\"step\":\"reserve-car\",\"attempt\":1,\"status\":\"FAILED\","
                + "\"started_at\":\"2026-03-01T10:00:00Z\",\"ended_at\":\"2026-03-01T10:00:01Z\"}");
  }

  @Test
  void tellsNothingOfInputsAndMessages() {
    StepRun failed =
        new StepRun("reserve-car", false, StepStatus.WAITING, List.of(FAILED), null, null);

    assertThat(fold.steps(0, running(failed)))
        .allSatisfy(
            event -> assertThat(event.json()).doesNotContain("Ada", "10.0.0.7", "Exception"));
  }

  /** What was told stays as it was told, so that whoever goes on behind it has missed nothing. */
  @Test
  void onlyAddsToWhatWasToldBefore() {
    List<StepRun> steps =
        List.of(
            step("reserve-flight", 0, StepStatus.COMPLETED),
            new StepRun(
                "reserve-car", false, StepStatus.RUNNING, List.of(FAILED, RUNNING), null, null));
    List<Event> whole = fold.steps(0, running(steps.toArray(StepRun[]::new)));

    assertThat(whole).startsWith(array(fold.steps(0, running(steps.get(0)))));
    assertThat(whole)
        .startsWith(
            array(
                fold.steps(
                    0,
                    running(
                        steps.get(0),
                        new StepRun(
                            "reserve-car",
                            false,
                            StepStatus.WAITING,
                            List.of(FAILED),
                            null,
                            null)))));
  }

  @Test
  void tellsAnotherOutcomeOnceWhatWasStuckIsSettled() {
    Reservation stuck = Samples.record(ReservationId.random(), ReservationStatus.ATTENTION);
    Reservation settled = Samples.record(stuck.id(), ReservationStatus.REJECTED);

    assertThat(fold.outcome(0, stuck).id()).isLessThan(fold.outcome(0, settled).id());
    assertThat(fold.outcome(0, settled).id())
        .isLessThan(fold.outcome(EventId.UNDO + 1, stuck).id());
  }

  private static Execution running(StepRun... steps) {
    return saga("r", ExecutionStatus.RUNNING, steps);
  }

  private static Event[] array(List<Event> events) {
    return events.toArray(Event[]::new);
  }
}
