package travel.saga.notification;

import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Settled;
import travel.saga.reservation.Step;

/** The contracts of the last steps; the names stand in stored histories. */
public final class NotificationSteps {
  static final String NOTIFY_SUCCESS_NAME = "notify-success";
  static final String NOTIFY_FAILURE_NAME = "notify-failure";

  public static final Step<NotifyRequest, Settled> NOTIFY_SUCCESS =
      new Step<>(NOTIFY_SUCCESS_NAME, NotifyRequest.class, Settled.class);
  public static final Step<NotifyRequest, Settled> NOTIFY_FAILURE =
      new Step<>(NOTIFY_FAILURE_NAME, NotifyRequest.class, Settled.class);

  private NotificationSteps() {}
}
