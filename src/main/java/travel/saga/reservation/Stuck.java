package travel.saga.reservation;

import java.time.Instant;

/**
 * That a reservation came to ATTENTION, whatever has become of it since.
 *
 * @param after the workflow whose end, or death, brought it there
 */
record Stuck(WorkflowId after, Instant at) {}
