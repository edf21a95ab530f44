@NullMarked
package travel.saga.reservation;

import org.jspecify.annotations.NullMarked;
