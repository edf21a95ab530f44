package travel.saga.engine.store.sqlite;

import java.util.concurrent.CompletableFuture;
import travel.saga.engine.store.EventLog;

/** Events as rows; the unique index keeps the second of a pair out. */
final class SqliteEventLog implements EventLog {
  private static final String INSERT =
      "INSERT OR IGNORE INTO event"
          + " (pubsub, topic, event_id, content_type, data, metadata, published_millis)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  private final Writer writer;

  SqliteEventLog(Writer writer) {
    this.writer = writer;
  }

  @Override
  public CompletableFuture<Boolean> publish(PublishedEvent event) {
    return writer.submit(
        session ->
            session.run(
                    INSERT,
                    event.destination().pubsub(),
                    event.destination().topic(),
                    event.eventId(),
                    event.content().type(),
                    event.content().data(),
                    Metadata.json(event.metadata()),
                    event.published().toEpochMilli())
                == 1);
  }
}
