/** Distributed traces, by OpenTelemetry, of which nobody else knows. */
@NullMarked
package travel.saga.tracing;

import org.jspecify.annotations.NullMarked;
