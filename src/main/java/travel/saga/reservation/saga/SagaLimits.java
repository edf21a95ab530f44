package travel.saga.reservation.saga;

import java.time.Duration;

/**
 * How patient a saga is. Taken from {@link SagaConfig} when the workflow is started and carried in
 * its input, so that a changed setting never changes how a running saga replays.
 *
 * @param stepLimit what the attempts of one step and the delays between them may take together;
 *     time in which no worker was there is not counted
 * @param attemptTimeout deadline of one attempt, kept inside the activity
 * @param compensationAttempts tries of one compensation before a person is asked
 */
public record SagaLimits(
    Duration stepLimit,
    Duration attemptTimeout,
    Backoff stepBackoff,
    int compensationAttempts,
    Backoff compensationBackoff) {}
