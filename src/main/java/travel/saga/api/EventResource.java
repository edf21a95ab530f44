package travel.saga.api;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.HEADER;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import travel.saga.api.StreamItem.Event;

/** Tells what happens to a reservation, as it happens. */
@Path("/")
@RegisterForReflection // for AllowedMethods
public class EventResource {
  static final String LAST_EVENT_ID = "Last-Event-ID";

  private final EventStreams streams;
  private final OpenedEvents opened;

  public EventResource(EventStreams streams, OpenedEvents opened) {
    this.streams = streams;
    this.opened = opened;
  }

  @GET
  @Path("reservations/{id}/events")
  @PermitAll
  @OpensEvents
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      operationId = "reservationEvents",
      summary = "Watch a reservation",
      description =
          "Server-sent events: `step` (`StepEvent`) when an attempt of a step begins and when it"
              + " ends, then `outcome` (`OutcomeEvent`), and the stream ends. `Last-Event-ID` goes"
              + " on behind that event, on any replica.")
  @Parameter(
      name = LAST_EVENT_ID,
      in = HEADER,
      description = "The id of the last event that is known; one that is none: from the beginning",
      schema = @Schema(implementation = String.class))
  @APIResponse(
      responseCode = "200",
      description = "The events",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(ref = PublishedEvents.EVENT)))
  @APIResponse(responseCode = "204", description = "All events are known, and no more will come")
  @APIResponse(responseCode = "404", description = "There is no such reservation")
  @APIResponse(
      responseCode = "503",
      description = "The engine is away, or too many streams are open")
  public Multi<OutboundSseEvent> events(@PathParam("id") String id, @Context Sse sse) {
    return Multi.createFrom()
        .publisher(streams.publisher(opened.opening()))
        .map(item -> event(item, sse));
  }

  private static OutboundSseEvent event(StreamItem item, Sse sse) {
    OutboundSseEvent.Builder builder = sse.newEventBuilder();
    return item instanceof Event event
        ? builder.id(event.id().text()).name(event.name()).data(event.json()).build()
        : builder.comment("").build();
  }
}
