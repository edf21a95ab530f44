@NullMarked
package travel.saga.car;

import org.jspecify.annotations.NullMarked;
