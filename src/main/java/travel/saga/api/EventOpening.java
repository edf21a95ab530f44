package travel.saga.api;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
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

  private final StreamPermits permits;
  private final EventStreams streams;
  private final OpenedEvents opened;

  EventOpening(StreamPermits permits, EventStreams streams, OpenedEvents opened) {
    this.permits = permits;
    this.streams = streams;
    this.opened = opened;
  }

  /** Null lets the request go on. */
  @ServerRequestFilter
  @OpensEvents
  Uni<Response> open(ContainerRequestContext request, RoutingContext context) {
    PathId id = new PathId(request.getUriInfo().getPathParameters().getFirst("id"));
    return permits
        .take()
        .map(
            permit -> {
              giveBackAtTheEnd(permit, context);
              return open(id, request);
            })
        .orElseGet(() -> Uni.createFrom().item(tooMany(id)));
  }

  /** However the request ends: its caller may leave while the events are being read. */
  private static void giveBackAtTheEnd(StreamPermits.Permit permit, RoutingContext context) {
    context.addEndHandler(end -> permit.giveBack());
    if (context.response().closed()) {
      permit.giveBack();
    }
  }

  private Uni<Response> open(PathId id, ContainerRequestContext request) {
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
