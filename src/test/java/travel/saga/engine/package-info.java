@NullMarked
package travel.saga.engine;

import org.jspecify.annotations.NullMarked;
