/**
 * What a workflow run is: its recorded events, the state they fold to, and how a worker's answer to
 * a turn becomes new events. Pure: no I/O, no clock, no threads.
 */
@NullMarked
package travel.saga.engine.history;

import org.jspecify.annotations.NullMarked;
