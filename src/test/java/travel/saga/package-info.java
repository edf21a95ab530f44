@NullMarked
package travel.saga;

import org.jspecify.annotations.NullMarked;
