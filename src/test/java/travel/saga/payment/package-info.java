@NullMarked
package travel.saga.payment;

import org.jspecify.annotations.NullMarked;
