package travel.saga.notification;

import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Settled;
import travel.saga.reservation.Step;

/** The contracts of the last steps; the names stand in stored histories. */
public final class NotificationSteps {
  public static final Step<NotifyRequest, Settled> NOTIFY_SUCCESS =
      new Step<>("notify-success", NotifyRequest.class, Settled.class);
  public static final Step<NotifyRequest, Settled> NOTIFY_FAILURE =
      new Step<>("notify-failure", NotifyRequest.class, Settled.class);

  private NotificationSteps() {}
}
