package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionOverview;

/**
 * A page of executions.
 *
 * @param next the cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExecutionListView(List<ExecutionView> executions, @Nullable String next) {
  static ExecutionListView of(ExecutionOverview.Rows page) {
    return new ExecutionListView(page.rows().stream().map(ExecutionView::of).toList(), page.next());
  }
}
