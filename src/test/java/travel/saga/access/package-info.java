@NullMarked
package travel.saga.access;

import org.jspecify.annotations.NullMarked;
