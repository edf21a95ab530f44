package travel.saga.reservation.saga;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Step;

/**
 * How patient a saga is, and with whom. Taken from the settings when the workflow is started and
 * carried in its input, so that a changed setting never changes how a running saga replays.
 *
 * @param stepLimit what the attempts of one step and the delays between them may take together;
 *     time in which no worker was there is not counted
 * @param attemptTimeout deadline of one attempt, kept inside the activity
 * @param compensationAttempts tries of one compensation before a person is asked
 * @param routes steps that other applications serve, by wire name; absent in old inputs
 */
public record SagaLimits(
    Duration stepLimit,
    Duration attemptTimeout,
    Backoff stepBackoff,
    int compensationAttempts,
    Backoff compensationBackoff,
    @Nullable Map<String, Route> routes) {

  /** Where the step is served; null for here. */
  @Nullable Route route(Step<?, ?> step) {
    return routes == null ? null : routes.get(step.name());
  }

  /** What one attempt of the step may take. */
  Duration attemptTimeout(Step<?, ?> step) {
    Route route = route(step);
    return route == null ? attemptTimeout : route.timeout();
  }
}
