@NullMarked
package travel.saga.ops;

import org.jspecify.annotations.NullMarked;
