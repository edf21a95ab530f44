package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.ReservationId;

/**
 * The form that asks for the admin token.
 *
 * @param trouble what went wrong before
 * @param to where to go then
 * @param reservation the id of the one whose execution is there
 */
record LoginPage(@Nullable String trouble, String to, @Nullable String reservation)
    implements TemplateInstance {
  static LoginPage of(@Nullable String trouble, WantedPage wanted) {
    return new LoginPage(
        trouble, wanted.path(), wanted.reservation().map(ReservationId::value).orElse(null));
  }
}
