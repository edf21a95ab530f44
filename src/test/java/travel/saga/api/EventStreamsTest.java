package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.execution.ExecutionSamples.saga;
import static travel.saga.execution.ExecutionSamples.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.api.StreamItem.Event;
import travel.saga.api.StreamItem.Heartbeat;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.WireFormat;

class EventStreamsTest {
  private static final Duration INTERVAL = Duration.ofMillis(800);
  private static final ReservationId ID = ReservationId.random();
  private static final StepRun FLIGHT = step("reserve-flight", 0, StepStatus.COMPLETED);
  private static final StepRun CAR = step("reserve-car", 1, StepStatus.COMPLETED);

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedExecutions executions = new ScriptedExecutions();
  private final SettableClock clock = new SettableClock();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final List<Duration> delays = new ArrayList<>();
  private final EventStreams streams = streams();

  private EventStreams streams() {
    return new EventStreams(
        new EventHistory(reservations, executions, new EventFold(WireFormat.MAPPER)),
        (delay, task) -> {
          delays.add(delay);
          timers.add(task);
        },
        clock,
        INTERVAL);
  }

  @Test
  void tellsWhatIsThereAndThenWhatComesUpToTheOutcome() throws Exception {
    runs(step("reserve-flight", 0, StepStatus.RUNNING));
    Watcher watcher = watch(EventId.BEGINNING);
    assertThat(watcher.ids()).containsExactly("0-0-0");

    runs(FLIGHT, step("reserve-car", 1, StepStatus.RUNNING));
    timePasses();
    assertThat(watcher.ids()).containsExactly("0-0-0", "0-0-1", "0-1-0");

    ends(FLIGHT, CAR);
    timePasses();
    assertThat(watcher.ids()).containsExactly("0-0-0", "0-0-1", "0-1-0", "0-1-1", "0-end-1");
    assertThat(watcher.isCompleted()).isTrue();
    assertThat(timers).isEmpty();
    assertThat(watcher.events()).extracting(Event::name).startsWith("step").endsWith("outcome");
    JsonNode ended = WireFormat.MAPPER.readTree(watcher.events().get(1).json());
    assertThat(ended.path("step").asText()).isEqualTo("reserve-flight");
    assertThat(ended.path("attempt").asInt()).isEqualTo(1);
    assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(ended.has("started_at") && ended.has("ended_at")).isTrue();
    assertThat(ended.has("input") || ended.has("output")).isFalse();
    JsonNode outcome = WireFormat.MAPPER.readTree(watcher.events().get(4).json());
    assertThat(outcome.path("status").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void goesOnBehindAnyEventOnAnyReplica() {
    ends(FLIGHT, CAR);
    List<Event> all = watch(EventId.BEGINNING).events();
    assertThat(all).hasSize(5);

    for (int known = 0; known < all.size() - 1; known++) {
      Watcher again = watch(streams(), all.get(known).id(), Watcher.quick());
      assertThat(again.events()).isEqualTo(all.subList(known + 1, all.size()));
      assertThat(again.isCompleted()).isTrue();
    }
    assertThat(open(streams, all.get(4).id()).isOver()).isTrue();
  }

  @Test
  void waitsForTheWorkflowBeforeItTellsTheOutcome() {
    runs(FLIGHT);
    reservations.put(Samples.record(ID, ReservationStatus.CONFIRMED));
    Watcher watcher = watch(EventId.BEGINNING);
    assertThat(watcher.ids()).containsExactly("0-0-0", "0-0-1");

    ends(FLIGHT, CAR);
    timePasses();
    assertThat(watcher.ids()).endsWith("0-1-0", "0-1-1", "0-end-1");
  }

  @Test
  void tellsOfACancelBehindTheOutcomeThatItUndoes() {
    ends(FLIGHT, CAR);
    EventId confirmed = new EventId(0, EventId.END, 1);
    Reservation cancelling =
        Samples.record(ID, ReservationStatus.CONFIRMED).cancel(Samples.START.plusSeconds(60));
    reservations.put(cancelling);
    Watcher watcher = watch(confirmed);
    assertThat(watcher.ids()).isEmpty();
    assertThat(watcher.isCompleted()).isFalse();

    executions.put(
        saga(
            ID + "~undo-1",
            ExecutionStatus.COMPLETED,
            step("cancel-car", 0, StepStatus.COMPLETED)));
    reservations.put(
        cancelling.settle(Samples.outcome(ReservationStatus.CANCELLED), Samples.START));
    timePasses();

    assertThat(watcher.ids()).containsExactly("1000001-0-0", "1000001-0-1", "1000001-end-1");
    assertThat(watcher.isCompleted()).isTrue();
  }

  /** Whoever has come to some event of them goes on behind it, whatever has happened since. */
  @Test
  void tellsOfEveryRerunAndOfTheCancelBehindThem() {
    Reservation dead = Samples.record(ID, ReservationStatus.PENDING);
    executions.put(saga(ID.value(), ExecutionStatus.TERMINATED, FLIGHT));
    reservations.put(dead.rerun(Samples.RERUN, Samples.START));
    executions.put(saga(ID + "~run-1", ExecutionStatus.TERMINATED, FLIGHT));
    Watcher watcher = watch(EventId.BEGINNING);
    assertThat(watcher.ids()).containsExactly("0-0-0", "0-0-1", "1-0-0", "1-0-1");

    Reservation rerun =
        dead.rerun(Samples.RERUN, Samples.START).rerun(Samples.RERUN, Samples.START);
    executions.put(saga(ID + "~run-2", ExecutionStatus.COMPLETED, FLIGHT, CAR));
    Reservation confirmed =
        rerun.settle(Samples.outcome(ReservationStatus.CONFIRMED), Samples.START);
    reservations.put(confirmed);
    timePasses();
    assertThat(watcher.ids().subList(4, 9))
        .containsExactly("2-0-0", "2-0-1", "2-1-0", "2-1-1", "2-end-1");
    assertThat(watcher.isCompleted()).isTrue();

    reservations.put(
        confirmed
            .cancel(Samples.START)
            .settle(Samples.outcome(ReservationStatus.CANCELLED), Samples.START));
    executions.put(
        saga(
            ID + "~undo-1",
            ExecutionStatus.COMPLETED,
            step("cancel-car", 0, StepStatus.COMPLETED)));
    List<Event> all = watch(EventId.BEGINNING).events();

    assertThat(all)
        .extracting(event -> event.id().text())
        .startsWith(watcher.ids().subList(0, 8).toArray(String[]::new))
        .endsWith("1000001-0-0", "1000001-0-1", "1000001-end-1")
        .hasSize(11);
    for (int known = 0; known < all.size() - 1; known++) {
      assertThat(watch(streams(), all.get(known).id(), Watcher.quick()).events())
          .isEqualTo(all.subList(known + 1, all.size()));
    }
    assertThat(watch(new EventId(2, EventId.END, 1)).ids())
        .as("behind the confirmation")
        .containsExactly("1000001-0-0", "1000001-0-1", "1000001-end-1");
  }

  @Test
  void tellsTheOutcomeAloneWhereTheHistoryIsKeptNoLonger() {
    reservations.put(Samples.record(ID, ReservationStatus.REJECTED));

    assertThat(watch(EventId.BEGINNING).ids()).containsExactly("0-end-1");
  }

  @Test
  void looksOnceForAllWhoWatchAndNoMoreOnceTheyHaveGone() {
    runs(FLIGHT);
    List<Watcher> watchers =
        IntStream.range(0, 20).mapToObj(i -> watch(EventId.BEGINNING)).toList();
    assertThat(timers).hasSize(1);

    runs(FLIGHT, CAR);
    timePasses();
    assertThat(watchers).allSatisfy(watcher -> assertThat(watcher.ids()).hasSize(4));
    assertThat(timers).hasSize(1);

    watchers.forEach(Watcher::leave);
    timePasses();
    assertThat(timers).isEmpty();

    assertThat(watch(EventId.BEGINNING).ids()).hasSize(4);
    assertThat(timers).hasSize(1);
  }

  @Test
  void looksLessAndLessOftenWhileNothingHappens() {
    runs(FLIGHT);
    watch(EventId.BEGINNING);
    for (int i = 0; i < 8; i++) {
      timePasses();
    }
    assertThat(delays.stream().map(Duration::toMillis))
        .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 6400L, 6400L);

    runs(FLIGHT, CAR);
    timePasses();
    assertThat(delays).last().isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void keepsNothingForWhoeverIsSlowAndLosesNothingEither() {
    runs(step("reserve-flight", 0, StepStatus.RUNNING));
    Watcher slow = watch(streams, EventId.BEGINNING, Watcher.slow());
    assertThat(slow.items()).isEmpty();
    slow.take(1);
    assertThat(slow.ids()).containsExactly("0-0-0");

    runs(FLIGHT, step("reserve-car", 1, StepStatus.RUNNING));
    timePasses();
    ends(FLIGHT, CAR);
    timePasses();
    assertThat(slow.ids()).hasSize(1);
    assertThat(timers).isEmpty();

    slow.take(2);
    assertThat(slow.ids()).containsExactly("0-0-0", "0-0-1", "0-1-0");
    assertThat(slow.isCompleted()).isFalse();
    slow.take(10);
    assertThat(slow.ids()).endsWith("0-1-1", "0-end-1");
    assertThat(slow.isCompleted()).isTrue();
  }

  @Test
  void staysWhileTheEngineIsAway() {
    runs(step("reserve-flight", 0, StepStatus.RUNNING));
    Watcher watcher = watch(EventId.BEGINNING);

    executions.failWith(InMemoryReservations.away());
    timePasses();
    reservations.failWith(InMemoryReservations.away());
    timePasses();
    assertThat(watcher.isCompleted()).isFalse();

    executions.failWith(null);
    reservations.failWith(null);
    ends(FLIGHT, CAR);
    timePasses();
    assertThat(watcher.ids()).hasSize(5);
  }

  @Test
  void saysInSilenceThatItIsThere() {
    runs(FLIGHT);
    Watcher watcher = watch(EventId.BEGINNING);
    Watcher slow = watch(streams, EventId.BEGINNING, Watcher.slow());

    clock.advance(Duration.ofSeconds(14));
    timePasses();
    assertThat(watcher.items()).doesNotHaveAnyElementsOfTypes(Heartbeat.class);
    clock.advance(Duration.ofSeconds(2));
    timePasses();
    timePasses();
    assertThat(watcher.items()).filteredOn(Heartbeat.class::isInstance).hasSize(1);
    assertThat(slow.items()).isEmpty();
  }

  @Test
  void endsAllStreamsWhenTheServiceStops() {
    runs(FLIGHT);
    Watcher watcher = watch(EventId.BEGINNING);
    Watcher slow = watch(streams, EventId.BEGINNING, Watcher.slow());

    streams.stopping(new ShutdownDelayInitiatedEvent());

    assertThat(watcher.isCompleted()).isTrue();
    assertThat(slow.isCompleted()).isTrue();
    assertThat(watch(EventId.BEGINNING).isCompleted()).as("one that was being opened").isTrue();
    timePasses();
    assertThat(timers).isEmpty();
  }

  @Test
  void knowsNothingOfAReservationThatIsNotThere() {
    assertThat(streams.open(ReservationId.random(), EventId.BEGINNING).toCompletableFuture().join())
        .isEmpty();
  }

  private void runs(StepRun... steps) {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));
    executions.put(saga(ID.value(), ExecutionStatus.RUNNING, steps));
  }

  private void ends(StepRun... steps) {
    executions.put(saga(ID.value(), ExecutionStatus.COMPLETED, steps));
    reservations.put(Samples.record(ID, ReservationStatus.CONFIRMED));
  }

  private void timePasses() {
    List<Runnable> due = List.copyOf(timers);
    timers.clear();
    due.forEach(Runnable::run);
  }

  private Watcher watch(EventId behind) {
    return watch(streams, behind, Watcher.quick());
  }

  private static Watcher watch(EventStreams on, EventId behind, Watcher watcher) {
    on.publisher(open(on, behind)).subscribe(watcher);
    return watcher;
  }

  private static EventStreams.Opening open(EventStreams on, EventId behind) {
    return on.open(ID, behind).toCompletableFuture().join().orElseThrow();
  }
}
