/** The saga: what a reservation does, step by step, and how it is undone. */
@NullMarked
package travel.saga.reservation.saga;

import org.jspecify.annotations.NullMarked;
