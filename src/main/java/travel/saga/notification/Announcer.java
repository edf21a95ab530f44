package travel.saga.notification;

import io.dapr.workflows.WorkflowActivityContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepCall;
import travel.saga.reservation.WorkflowId;

/**
 * Settles a reservation, then tells the world. The record decides first, once, by compare and set;
 * an event that cannot go out at once is handed to a workflow that keeps trying, and neither fails
 * the booking nor keeps the caller waiting.
 */
@Singleton
class Announcer {
  private static final Logger LOG = Logger.getLogger(Announcer.class);

  private final Reservations reservations;
  private final OutcomePublisher publisher;
  private final Sagas sagas;
  private final Clock clock;
  private final Event<ReservationSettled> settledEvent;

  Announcer(
      Reservations reservations,
      OutcomePublisher publisher,
      Sagas sagas,
      Clock clock,
      Event<ReservationSettled> settledEvent) {
    this.reservations = reservations;
    this.publisher = publisher;
    this.sagas = sagas;
    this.clock = clock;
    this.settledEvent = settledEvent;
  }

  Settled run(WorkflowActivityContext ctx) {
    return announce(ctx.getInput(NotifyRequest.class), ctx.getInput(StepCall.class).attempt());
  }

  /**
   * What there is to tell.
   *
   * @param by the workflow that it is about
   */
  private record News(Reservation reservation, WorkflowId by) {
    static News of(Reservation record) {
      return new News(record, record.workflow());
    }
  }

  Settled announce(NotifyRequest request, int attempt) {
    Reservation record = request.settledAt() == null ? settle(request) : record(request);
    newsOf(request, record).ifPresent(news -> publish(request, news, attempt));
    boolean confirmed = isConfirmation(request) && record.wasConfirmed();
    return new Settled(confirmed ? ReservationStatus.CONFIRMED : record.status());
  }

  private Reservation settle(NotifyRequest request) {
    Reservations.Revision change =
        reservations
            .change(request.reservationId(), record -> settled(record, request))
            .toCompletableFuture()
            .join()
            .orElseThrow(() -> noRecord(request));
    if (change.ofStatus()) {
      settledEvent.fire(new ReservationSettled(change.before().status(), change.after()));
    }
    return change.after();
  }

  private Reservation settled(Reservation record, NotifyRequest request) {
    if (isOutdated(record, request)) {
      return record;
    }
    return request
        .byHand()
        .map(undone -> record.settleByHand(undone, clock.instant()))
        .orElseGet(() -> record.settle(request.outcome(), request.given(), clock.instant()));
  }

  /** Who tells of another's death knows which one it was; an end is told by the one that ended. */
  private static boolean isOutdated(Reservation record, NotifyRequest request) {
    WorkflowId by = request.by();
    if (by == null) {
      return false;
    }
    return request.given() == null
        ? !by.equals(record.workflow())
        : record.status().isOpen() && !by.speaksFor(record.workflow());
  }

  private Reservation record(NotifyRequest request) {
    return reservations
        .find(request.reservationId())
        .toCompletableFuture()
        .join()
        .map(Reservations.Stored::reservation)
        .orElseThrow(() -> noRecord(request));
  }

  private static IllegalStateException noRecord(NotifyRequest request) {
    return new IllegalStateException("no record of reservation " + request.reservationId());
  }

  /**
   * What the record has become, or, where that was long ago or something has followed it, what it
   * had become then. Nothing while a cancel is being carried out, or for a confirmation that came
   * too late.
   */
  private static Optional<News> newsOf(NotifyRequest request, Reservation record) {
    if (request.settledAt() != null) {
      Reservation then = record.as(request.outcome(), request.settledAt());
      return Optional.of(new News(then, request.by() == null ? record.workflow() : request.by()));
    }
    if (isConfirmation(request) && record.status() != ReservationStatus.CONFIRMED) {
      return Optional.of(record)
          .filter(Reservation::wasConfirmed)
          .map(cancelled -> News.of(cancelled.as(request.outcome(), cancelled.updatedAt())));
    }
    return passedAttention(request, record)
        .or(() -> Optional.of(News.of(record)).filter(news -> isToBeTold(request, record)));
  }

  /**
   * It stood at ATTENTION, and was undone or rerun before that could be told, or has come there
   * once more since. Who tells of a death knows which one it was.
   */
  private static Optional<News> passedAttention(NotifyRequest request, Reservation record) {
    WorkflowId by = request.by();
    boolean stands =
        record.status() == ReservationStatus.ATTENTION
            && (request.given() != null || record.workflow().equals(by));
    boolean passed = request.outcome().status() == ReservationStatus.ATTENTION && !stands;
    return passed && by != null
        ? record.stuckAfter(by).map(at -> new News(record.as(request.outcome(), at), by))
        : Optional.empty();
  }

  /** Who wanted to settle the last one by hand, and met a retry, has nothing to tell. */
  private static boolean isToBeTold(NotifyRequest request, Reservation record) {
    boolean stuck = record.status() == ReservationStatus.ATTENTION;
    return !record.status().isOpen() && !(stuck && request.byHand().isPresent());
  }

  private static boolean isConfirmation(NotifyRequest request) {
    return request.outcome().status() == ReservationStatus.CONFIRMED;
  }

  private void publish(NotifyRequest request, News news, int attempt) {
    try {
      failForDemo(request, attempt);
      publisher
          .publish(OutcomeEvent.of(news.reservation(), news.by()))
          .toCompletableFuture()
          .join();
    } catch (CompletionException | EngineUnavailableException failed) {
      if (!request.handOver()) {
        throw failed;
      }
      LOG.warnf(
          "The outcome of reservation %s could not be published; a workflow keeps trying: %s",
          news.reservation().id(), failed.getMessage());
      sagas
          .announce(
              NotifyRequest.ofNews(news.reservation(), news.by(), request.runType()),
              news.reservation().trace())
          .toCompletableFuture()
          .join();
    }
  }

  /** The demo's failNotification: the saga's own try and the first one of the workflow fail. */
  private static void failForDemo(NotifyRequest request, int attempt) {
    if (request.runType() == RunType.FAIL_NOTIFICATION && (request.handOver() || attempt == 1)) {
      throw new EngineUnavailableException("the demo's run_type failNotification", null);
    }
  }
}
