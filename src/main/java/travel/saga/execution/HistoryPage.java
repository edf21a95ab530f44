package travel.saga.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the engine's raw history, oldest first.
 *
 * @param next the number of the first event of the next page; null where there is none
 */
public record HistoryPage(List<HistoryEvent> events, @Nullable Integer next) {}
