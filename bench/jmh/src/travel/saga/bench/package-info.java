/** Benchmarks of the engine's pure parts, on the saga of one confirmed reservation. */
@NullMarked
package travel.saga.bench;

import org.jspecify.annotations.NullMarked;
