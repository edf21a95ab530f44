package travel.saga.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import travel.saga.api.StreamItem.Event;
import travel.saga.execution.Attempt;
import travel.saga.execution.Execution;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/** Tells histories as events. A saga does one thing after the other, so a later one is behind. */
@Singleton
class EventFold {
  private static final int BEGAN = 0;
  private static final int ENDED = 1;

  private final ObjectMapper json;

  EventFold(ObjectMapper json) {
    this.json = json;
  }

  /** Of every attempt of every step that it began and, if so, how it ended. */
  List<Event> steps(int run, Execution execution) {
    return execution.steps().stream()
        .flatMap(step -> step.attempts().stream().flatMap(attempt -> events(run, step, attempt)))
        .sorted(Comparator.comparing(Event::id))
        .toList();
  }

  private Stream<Event> events(int run, StepRun step, Attempt attempt) {
    Event began =
        event(
            new EventId(run, attempt.eventId(), BEGAN),
            "step",
            new StepEventView(
                step.name(), attempt.number(), StepStatus.RUNNING, attempt.startedAt(), null));
    if (attempt.status() == StepStatus.RUNNING) {
      return Stream.of(began);
    }
    Event ended =
        event(
            new EventId(run, attempt.eventId(), ENDED),
            "step",
            new StepEventView(
                step.name(),
                attempt.number(),
                attempt.status(),
                attempt.startedAt(),
                attempt.endedAt()));
    return Stream.of(began, ended);
  }

  /**
   * What has become of the reservation. One at ATTENTION may end otherwise without any workflow.
   *
   * @param run the last one
   */
  Event outcome(int run, Reservation record) {
    int part = record.status() == ReservationStatus.ATTENTION ? BEGAN : ENDED;
    return event(new EventId(run, EventId.END, part), "outcome", ReservationView.of(record));
  }

  private Event event(EventId id, String name, Object view) {
    try {
      return new Event(id, name, json.writeValueAsString(view));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view can always be written", e);
    }
  }
}
