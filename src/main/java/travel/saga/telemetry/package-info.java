/** Sends the meters to an OpenTelemetry collector, where one is set. */
@NullMarked
package travel.saga.telemetry;

import org.jspecify.annotations.NullMarked;
