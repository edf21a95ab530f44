package travel.saga.engine.store;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what was published. May be used by any thread. */
public interface EventLog {

  /**
   * @param eventId names the event within its topic; null when it has no name of its own
   */
  record PublishedEvent(
      Destination destination,
      @Nullable String eventId,
      Content content,
      Map<String, String> metadata,
      Instant published) {}

  record Destination(String pubsub, String topic) {}

  record Content(String type, byte[] data) {}

  /**
   * Appends the event, unless one with the same id is in the same topic already. The future
   * completes once it is durable, with whether it was new; it ends with {@link StoreException} when
   * the storage fails.
   */
  CompletableFuture<Boolean> publish(PublishedEvent event);
}
