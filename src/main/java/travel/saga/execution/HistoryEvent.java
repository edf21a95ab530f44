package travel.saga.execution;

import java.time.Instant;

/**
 * One event of the engine's raw history.
 *
 * @param number its place in the history; counts from 0
 * @param type the event's name in the workflow protocol, as {@code TaskScheduled}
 * @param json the whole event, as the protocol's JSON mapping has it
 */
public record HistoryEvent(int number, String type, Instant at, String json) {}
