@NullMarked
package travel.saga.tracing;

import org.jspecify.annotations.NullMarked;
