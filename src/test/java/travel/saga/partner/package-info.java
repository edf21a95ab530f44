@NullMarked
package travel.saga.partner;

import org.jspecify.annotations.NullMarked;
