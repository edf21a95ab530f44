@NullMarked
package travel.saga.telemetry;

import org.jspecify.annotations.NullMarked;
