package travel.saga.reservation.saga;

import java.time.Duration;

/**
 * Where a step is served that this application does not serve itself.
 *
 * @param appId the Dapr application whose worker runs the step's activity
 * @param timeout how long one attempt waits for its answer, before it counts as a fault
 */
public record Route(String appId, Duration timeout) {}
