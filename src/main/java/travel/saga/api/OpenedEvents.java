package travel.saga.api;

import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link EventOpening} has found for the request. */
@RequestScoped
class OpenedEvents {
  private EventStreams.@Nullable Opening opening;

  void found(EventStreams.Opening found) {
    opening = found;
  }

  EventStreams.Opening opening() {
    return Objects.requireNonNull(opening);
  }
}
