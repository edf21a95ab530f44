@NullMarked
package travel.saga.flight;

import org.jspecify.annotations.NullMarked;
