/** Travel bookings as a durable saga: flight, car and payment, all of them or none. */
@NullMarked
package travel.saga;

import org.jspecify.annotations.NullMarked;
