/** The domain: reservations, what they are made of, and the ports that keep and run them. */
@NullMarked
package travel.saga.reservation;

import org.jspecify.annotations.NullMarked;
