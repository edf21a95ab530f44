package travel.saga.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.RecordedEvents;
import travel.saga.reservation.Rerun;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WorkflowId;

class AnnouncerTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final WorkflowId RUN = new WorkflowId("r1~run-1");
  private static final Rerun SOURCE = new Rerun(ID.saga(), 3);
  private static final WorkflowId UNDO = new WorkflowId("r1~undo-1");

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedSagas sagas = new ScriptedSagas();
  private final Broker broker = new Broker();
  private final RecordedEvents<ReservationSettled> settled = new RecordedEvents<>();
  private final Announcer announcer =
      new Announcer(
          reservations, broker, sagas, Clock.fixed(Samples.START, ZoneOffset.UTC), settled);

  @BeforeEach
  void insert() {
    join(reservations.insert(Reservation.pending(ID, Samples.TRIP, Samples.START), null));
  }

  @Test
  void settlesTheRecordAndPublishesTheNews() {
    var answer = announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);

    assertThat(answer.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(status()).isEqualTo(ReservationStatus.CONFIRMED);
    JsonNode event = broker.only();
    assertThat(event.get("id").asText()).isEqualTo("r1-confirmed");
    assertThat(event.get("type").asText()).isEqualTo("reservation.confirmed");
    assertThat(event.get("specversion").asText()).isEqualTo("1.0");
    assertThat(event.at("/data/reservation_id").asText()).isEqualTo("r1");
    assertThat(broker.published.get(0).topic()).isEqualTo("onreservationsuccess");
  }

  @Test
  void tellsFailuresOnTheirOwnTopic() {
    announcer.announce(request(ReservationStatus.REJECTED, true), 1);

    assertThat(broker.published.get(0).topic()).isEqualTo("onreservationfailure");
    assertThat(broker.only().at("/data/reason/step").asText()).isEqualTo("reserve-flight");
  }

  @Test
  void settlesOnceAndPublishesTheSameEventWhenItRunsTwice() {
    announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);
    announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);

    assertThat(settled.fired()).hasSize(1);
    assertThat(broker.published).hasSize(2);
    assertThat(broker.published.get(0).cloudEvent())
        .isEqualTo(broker.published.get(1).cloudEvent());
  }

  @Test
  void saysThatACancelCameFirstAndPublishesNothing() {
    put(Samples.record(ID, ReservationStatus.CANCELLING));

    var answer = announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);

    assertThat(answer.status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(broker.published).isEmpty();
  }

  /** The saga is not the one who undoes then: another workflow was started for it. */
  @Test
  void tellsAConfirmationThatWasCancelledBeforeItCouldBeTold() {
    announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);
    JsonNode confirmed = broker.only();
    put(record().cancel(Samples.START));

    var answer = announcer.announce(request(ReservationStatus.CONFIRMED, true), 2);

    assertThat(answer.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(record().status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(broker.published).hasSize(2);
    assertThat(WireFormat.read(broker.published.get(1).cloudEvent(), JsonNode.class))
        .isEqualTo(confirmed);
  }

  @ParameterizedTest
  @EnumSource(names = {"ATTENTION", "REJECTED", "CANCELLED"})
  void saysThatAConfirmationComesTooLateAndPublishesNothing(ReservationStatus status) {
    put(Samples.record(ID, status));

    var answer = announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(broker.published).isEmpty();
  }

  /** A start that hung lets the saga run again; by then another workflow is responsible. */
  @Test
  void doesNotTakeAnotherWorkflowsWordForTheEndOfACancel() {
    announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);
    put(record().cancel(Samples.START.plusSeconds(1)));
    Outcome refused = Samples.outcome(ReservationStatus.REJECTED);

    var answer =
        announcer.announce(NotifyRequest.ofEnd(ID.saga(), ID, refused, null, List.of()), 1);

    assertThat(answer.status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(record().workflow()).isEqualTo(UNDO);
  }

  /** Behind a sidecar a rerun calls itself by the id of the saga that it goes on from. */
  @Test
  void takesTheWordOfARerunWhateverItCallsItself() {
    put(record().rerun(SOURCE, Samples.START.plusSeconds(1)));
    Outcome confirmed = Samples.outcome(ReservationStatus.CONFIRMED);

    announcer.announce(NotifyRequest.ofEnd(ID.saga(), ID, confirmed, null, List.of()), 1);

    assertThat(status()).isEqualTo(ReservationStatus.CONFIRMED);
  }

  /** It has undone what it had begun itself, and knows nothing of the rest. */
  @Test
  void leavesOpenWhatALateSagaDidNotUndo() {
    put(Samples.record(ID, ReservationStatus.ATTENTION));
    List<OpenCompensation> open = record().openCompensations();
    Outcome refused = Samples.outcome(ReservationStatus.REJECTED);
    var other = new OpenCompensation("cancel-flight", ID.key("flight"), 0);
    assertThat(open).isNotEmpty().doesNotContain(other);

    announcer.announce(NotifyRequest.ofEnd(ID.saga(), ID, refused, null, List.of(other)), 1);

    assertThat(record().status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(record().openCompensations()).isEqualTo(open);
  }

  /** Else a cancel would take the news of the confirmation with it. */
  @Test
  void announcesEachOutcomeByAWorkflowOfItsOwn() {
    broker.down = true;
    announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);
    put(record().cancel(Samples.START.plusSeconds(1)));
    announcer.announce(
        NotifyRequest.ofEnd(
            record().workflow(),
            ID,
            Samples.outcome(ReservationStatus.CANCELLED),
            null,
            record().openCompensations()),
        1);
    assertThat(sagas.announced())
        .extracting(NotifyRequest::notificationWorkflow)
        .containsExactly(
            new WorkflowId("r1~notify-confirmed"), new WorkflowId("r1~notify-cancelled"));
    broker.down = false;

    sagas.announced().forEach(request -> announcer.announce(request, 2));

    assertThat(broker.published)
        .extracting(OutcomeEvent::id)
        .containsExactly("r1-confirmed", "r1-cancelled");
    JsonNode confirmed = WireFormat.read(broker.published.get(0).cloudEvent(), JsonNode.class);
    assertThat(confirmed.at("/data/status").asText()).isEqualTo("CONFIRMED");
    assertThat(confirmed.at("/time").asText()).isEqualTo(Samples.START.toString());
    assertThat(settled.fired())
        .extracting(event -> event.reservation().status())
        .containsExactly(ReservationStatus.CONFIRMED, ReservationStatus.CANCELLED);
  }

  @Test
  void settlesNothingForADeadWorkflowThatIsNotResponsibleAnyMore() {
    Outcome attention = Samples.outcome(ReservationStatus.ATTENTION);
    NotifyRequest late = new NotifyRequest(ID, attention, null, false, null, ID.saga(), null);
    put(record().rerun(SOURCE, Samples.START));

    announcer.announce(late, 1);

    assertThat(status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(broker.published).isEmpty();
  }

  /** The broker is away, and the reservation is undone before it is back. */
  @Test
  void tellsOfADeathAlsoWhenNothingIsOpenAnyMore() {
    NotifyRequest death = death(ID.saga());
    fail(death);
    String told = broker.refused.get(0);
    OpenCompensation open = record().openCompensations().get(0);
    put(record().settleByHand(open, Samples.START.plusSeconds(60)));
    assertThat(status()).isEqualTo(ReservationStatus.REJECTED);
    broker.down = false;

    announcer.announce(death, 2);

    assertThat(status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(broker.only().toString()).isEqualTo(told);
    assertThat(broker.only().path("id").asText()).isEqualTo("r1-attention");
  }

  @Test
  void tellsOfADeathAlsoWhenTheSagaWasRerun() {
    NotifyRequest death = death(ID.saga());
    fail(death);
    String told = broker.refused.get(0);
    put(rerun(record()));
    fail(death(RUN));
    assertThat(status()).isEqualTo(ReservationStatus.ATTENTION);
    broker.down = false;

    announcer.announce(death, 2);
    announcer.announce(death(RUN), 2);

    assertThat(broker.published)
        .extracting(OutcomeEvent::id)
        .containsExactly("r1-attention", "r1~run-1-attention");
    assertThat(WireFormat.read(broker.published.get(0).cloudEvent(), JsonNode.class).toString())
        .isEqualTo(told);
    assertThat(death.notificationWorkflow()).isEqualTo(new WorkflowId("r1~notify-attention"));
    assertThat(death(RUN).notificationWorkflow())
        .as("one that waits for the broker holds no other back")
        .isEqualTo(new WorkflowId("r1~notify-attention-run-1"));
  }

  /** The news names the workflow that it is about, not the one that is responsible by then. */
  @Test
  void handsOverNewsUnderTheIdThatItWouldHaveGoneOutUnder() {
    broker.down = true;
    announcer.announce(request(ReservationStatus.ATTENTION, true), 1);
    put(rerun(record()));
    broker.down = false;

    announcer.announce(sagas.announced().get(0), 1);

    assertThat(broker.only().path("id").asText()).isEqualTo("r1-attention");
  }

  @Test
  void tellsNothingOfAReservationThatHasNotComeToAttention() {
    put(rerun(record()));

    announcer.announce(death(ID.saga()), 1);

    assertThat(status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(broker.published).isEmpty();
  }

  /** A retry was quicker, and the operator was told so. */
  @Test
  void settlesNothingByHandThatIsBeingTried() {
    announcer.announce(request(ReservationStatus.ATTENTION, true), 1);
    OpenCompensation open = record().openCompensations().get(0);
    NotifyRequest byHand =
        new NotifyRequest(
            ID,
            Samples.outcome(ReservationStatus.REJECTED),
            null,
            false,
            List.of(open),
            null,
            null);
    Reservation stuck = record();
    put(retried(stuck, open));

    announcer.announce(byHand, 1);

    assertThat(record()).isEqualTo(retried(stuck, open));
    assertThat(broker.published).hasSize(1);

    put(stuck);
    announcer.announce(byHand, 2);
    assertThat(status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(broker.published)
        .extracting(OutcomeEvent::id)
        .containsExactly("r1-attention", "r1-rejected");
  }

  private static Reservation retried(Reservation stuck, OpenCompensation open) {
    OpenCompensation tried = new OpenCompensation(open.name(), open.key(), open.attempts(), UNDO);
    return new Reservation(
        ID,
        stuck.status(),
        stuck.trip(),
        stuck.bookings(),
        stuck.reason(),
        List.of(tried),
        null,
        stuck.createdAt(),
        stuck.updatedAt(),
        null);
  }

  private static NotifyRequest death(WorkflowId died) {
    Outcome attention = Samples.outcome(ReservationStatus.ATTENTION);
    return new NotifyRequest(ID, attention, null, false, null, died, null);
  }

  /** As a rerun leaves one that stood at ATTENTION. */
  private static Reservation rerun(Reservation stuck) {
    Reservation pending =
        new Reservation(
            ID,
            ReservationStatus.PENDING,
            stuck.trip(),
            stuck.bookings(),
            null,
            List.of(),
            stuck.pursuit(),
            stuck.createdAt(),
            stuck.updatedAt(),
            null);
    return pending.rerun(SOURCE, Samples.START.plusSeconds(1));
  }

  private void fail(NotifyRequest request) {
    broker.down = true;
    assertThatThrownBy(() -> announcer.announce(request, 1))
        .isInstanceOf(CompletionException.class);
  }

  @Test
  void firesNothingWhenOnlyTheListOfOpenCompensationsChanges() {
    announcer.announce(request(ReservationStatus.ATTENTION, true), 1);
    OpenCompensation open = record().openCompensations().get(0);
    OpenCompensation tried = new OpenCompensation(open.name(), open.key(), open.attempts(), UNDO);
    Outcome inVain = new Outcome(ReservationStatus.ATTENTION, Samples.TAKEN, null, List.of(open));
    put(
        new Reservation(
            ID,
            ReservationStatus.ATTENTION,
            Samples.TRIP,
            Samples.TAKEN,
            null,
            List.of(tried),
            null,
            Samples.START,
            Samples.START,
            null));

    announcer.announce(NotifyRequest.ofEnd(UNDO, ID, inVain, null, List.of(tried)), 1);

    assertThat(record().openCompensations()).extracting(o -> o.attempts()).containsExactly(6);
    assertThat(settled.fired()).hasSize(1);
  }

  @Test
  void handsAnEventThatCannotGoOutToAWorkflow() {
    broker.down = true;

    var answer = announcer.announce(request(ReservationStatus.CONFIRMED, true), 1);

    assertThat(answer.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(sagas.announced()).containsExactly(NotifyRequest.ofNews(record(), ID.saga(), null));
    assertThat(sagas.announced().get(0).notificationWorkflow())
        .isEqualTo(new WorkflowId("r1~notify-confirmed"));
  }

  @Test
  void isAFaultInsideThatWorkflowSoThatItTriesAgain() {
    broker.down = true;
    NotifyRequest request = request(ReservationStatus.CONFIRMED, false);

    assertThatThrownBy(() -> announcer.announce(request, 1))
        .isInstanceOf(CompletionException.class);
    assertThat(status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(sagas.announced()).isEmpty();
  }

  @Test
  void failsTheFirstTwoPublishesForTheDemo() {
    announcer.announce(
        NotifyRequest.ofEnd(
            ID.saga(),
            ID,
            Samples.outcome(ReservationStatus.CONFIRMED),
            RunType.FAIL_NOTIFICATION,
            List.of()),
        1);
    NotifyRequest inWorkflow = NotifyRequest.ofNews(record(), ID.saga(), RunType.FAIL_NOTIFICATION);
    assertThat(sagas.announced()).containsExactly(inWorkflow);
    assertThatThrownBy(() -> announcer.announce(inWorkflow, 1))
        .isInstanceOf(EngineUnavailableException.class);
    announcer.announce(inWorkflow, 2);

    assertThat(broker.published).hasSize(1);
  }

  @Test
  void failsForAReservationWithoutRecord() {
    NotifyRequest unknown =
        NotifyRequest.ofEnd(
            new WorkflowId("r2"),
            new ReservationId("r2"),
            Samples.outcome(ReservationStatus.CONFIRMED),
            null,
            List.of());

    assertThatThrownBy(() -> announcer.announce(unknown, 1)).hasMessageContaining("r2");
  }

  private static NotifyRequest request(ReservationStatus status, boolean handOver) {
    return new NotifyRequest(ID, Samples.outcome(status), null, handOver, null, null, null);
  }

  private ReservationStatus status() {
    return record().status();
  }

  private void put(Reservation next) {
    join(reservations.replace(join(reservations.find(ID)).orElseThrow(), next));
  }

  private Reservation record() {
    return join(reservations.find(ID)).orElseThrow().reservation();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static final class Broker implements OutcomePublisher {
    private final List<OutcomeEvent> published = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private boolean down;

    @Override
    public CompletionStage<Void> publish(OutcomeEvent event) {
      if (down) {
        refused.add(WireFormat.read(event.cloudEvent(), JsonNode.class).toString());
        return CompletableFuture.failedStage(new EngineUnavailableException("broker", null));
      }
      published.add(event);
      return CompletableFuture.completedStage(null);
    }

    JsonNode only() {
      assertThat(published).hasSize(1);
      return WireFormat.read(published.get(0).cloudEvent(), JsonNode.class);
    }
  }
}
