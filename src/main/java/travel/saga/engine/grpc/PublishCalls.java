package travel.saga.engine.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dapr.v1.DaprPubsubProtos.PublishEventRequest;
import io.grpc.Status;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.EventLog;
import travel.saga.engine.store.EventLog.Content;
import travel.saga.engine.store.EventLog.Destination;
import travel.saga.engine.store.EventLog.PublishedEvent;

/** Publishing: into the log, where an event that names itself is kept once. */
final class PublishCalls {
  private static final String CLOUD_EVENT = "application/cloudevents+json";
  private static final String ID_OVERRIDE = "cloudevent.id";
  private static final JsonFactory JSON = new JsonFactory();

  private final EventLog events;
  private final Components components;
  private final Clock clock;

  PublishCalls(EventLog events, Components components, Clock clock) {
    this.events = events;
    this.components = components;
    this.clock = clock;
  }

  CompletableFuture<Boolean> publish(PublishEventRequest request) {
    components.requirePubsub(request.getPubsubName());
    if (request.getTopic().isEmpty()) {
      throw Status.INVALID_ARGUMENT
          .withDescription("topic is empty in pubsub " + request.getPubsubName())
          .asRuntimeException();
    }
    String type =
        request.getDataContentType().isEmpty() ? "text/plain" : request.getDataContentType();
    byte[] data = request.getData().toByteArray();
    return events.publish(
        new PublishedEvent(
            new Destination(request.getPubsubName(), request.getTopic()),
            eventId(request, type, data),
            new Content(type, data),
            request.getMetadataMap(),
            clock.instant()));
  }

  private static @Nullable String eventId(PublishEventRequest request, String type, byte[] data) {
    String override = request.getMetadataMap().get(ID_OVERRIDE);
    if (override != null) {
      return override;
    }
    return type.toLowerCase(Locale.ROOT).startsWith(CLOUD_EVENT) ? cloudEventId(data) : null;
  }

  private static String cloudEventId(byte[] data) {
    try (JsonParser json = JSON.createParser(data)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          JsonToken value = json.nextToken();
          if (field.equals("id") && value == JsonToken.VALUE_STRING) {
            return json.getText();
          }
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw notACloudEvent();
    }
    throw notACloudEvent();
  }

  private static RuntimeException notACloudEvent() {
    return Status.INVALID_ARGUMENT
        .withDescription("cannot create cloudevent: the data is not one, with an id, as JSON")
        .asRuntimeException();
  }
}
