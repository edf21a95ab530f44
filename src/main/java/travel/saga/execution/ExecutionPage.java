package travel.saga.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next the cursor of the next page; null behind the last
 */
public record ExecutionPage(List<ExecutionSummary> executions, @Nullable String next) {}
