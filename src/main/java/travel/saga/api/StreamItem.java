package travel.saga.api;

/** What a stream of events carries. */
sealed interface StreamItem {
  /** Nothing has happened; keeps the connection from being taken for dead. */
  record Heartbeat() implements StreamItem {}

  /**
   * @param json of the event's view
   */
  record Event(EventId id, String name, String json) implements StreamItem {}
}
