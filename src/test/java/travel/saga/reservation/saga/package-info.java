@NullMarked
package travel.saga.reservation.saga;

import org.jspecify.annotations.NullMarked;
