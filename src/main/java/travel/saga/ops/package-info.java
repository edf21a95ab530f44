/** What operators need: health, meters, checks at start, the sweep. */
@NullMarked
package travel.saga.ops;

import org.jspecify.annotations.NullMarked;
