package travel.saga.api;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.ReservationId;

/**
 * Looks at the events of a reservation before they are streamed: a stream begins with a 200, and
 * what is not one has to be told before.
 */
class EventOpening {
  private static final int RETRY_AFTER_SECONDS = 10;

  private final EventStreams streams;
  private final OpenedEvents opened;

  EventOpening(EventStreams streams, OpenedEvents opened) {
    this.streams = streams;
    this.opened = opened;
  }

  /** Null lets the request go on. */
  @ServerRequestFilter
  @OpensEvents
  Uni<Response> open(ContainerRequestContext request) {
    PathId id = new PathId(request.getUriInfo().getPathParameters().getFirst("id"));
    if (streams.areTooMany()) {
      return Uni.createFrom().item(tooMany(id));
    }
    EventId place =
        EventId.of(request.getHeaderString(EventResource.LAST_EVENT_ID)).orElse(EventId.BEGINNING);
    return ReservationId.parse(id.text())
        .map(known -> Uni.createFrom().completionStage(() -> streams.open(known, place)))
        .orElseGet(() -> Uni.createFrom().item(Optional.<EventStreams.Opening>empty()))
        .map(found -> found.isPresent() ? begun(found.get(), request.getMethod()) : id.unknown());
  }

  /** A 204 tells an EventSource to come no more. Who asks for the head alone waits for no event. */
  private @Nullable Response begun(EventStreams.Opening opening, String method) {
    if (opening.isOver()) {
      return Response.noContent().build();
    }
    if (method.equals(HttpMethod.HEAD)) {
      return Response.ok().type(MediaType.SERVER_SENT_EVENTS).build();
    }
    opened.found(opening);
    return null;
  }

  private static Response tooMany(PathId id) {
    return Problem.of(
            ProblemType.TOO_MANY_STREAMS,
            "As many streams are open here as may be. Ask for the reservation itself, or try again.",
            "/reservations/" + id.text() + "/events")
        .response()
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }
}
