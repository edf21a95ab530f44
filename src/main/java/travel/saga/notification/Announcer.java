package travel.saga.notification;

import io.dapr.workflows.WorkflowActivityContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepCall;

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

  Settled announce(NotifyRequest request, int attempt) {
    Reservation settled = settle(request);
    if (!settled.status().isOpen()) {
      publish(request, settled, attempt);
    }
    return new Settled(settled.status());
  }

  private Reservation settle(NotifyRequest request) {
    ReservationId id = request.reservationId();
    while (true) {
      var current =
          reservations
              .find(id)
              .toCompletableFuture()
              .join()
              .orElseThrow(() -> new IllegalStateException("no record of reservation " + id));
      Reservation before = current.reservation();
      Reservation after = before.settle(request.outcome(), clock.instant());
      if (after.equals(before)) {
        return before;
      }
      if (reservations.replace(current, after).toCompletableFuture().join()) {
        settledEvent.fire(new ReservationSettled(after));
        return after;
      }
    }
  }

  private void publish(NotifyRequest request, Reservation settled, int attempt) {
    try {
      failForDemo(request, attempt);
      publisher.publish(OutcomeEvent.of(settled)).toCompletableFuture().join();
    } catch (CompletionException | EngineUnavailableException failed) {
      if (!request.handOver()) {
        throw failed;
      }
      LOG.warnf(
          "The outcome of reservation %s could not be published; a workflow keeps trying: %s",
          settled.id(), failed.getMessage());
      NotifyRequest later =
          new NotifyRequest(settled.id(), request.outcome(), request.runType(), false);
      sagas.announce(later).toCompletableFuture().join();
    }
  }

  /** The demo's failNotification: the saga's own try and the first one of the workflow fail. */
  private static void failForDemo(NotifyRequest request, int attempt) {
    if (request.runType() == RunType.FAIL_NOTIFICATION && (request.handOver() || attempt == 1)) {
      throw new EngineUnavailableException("the demo's run_type failNotification", null);
    }
  }
}
