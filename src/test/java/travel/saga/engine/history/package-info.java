@NullMarked
package travel.saga.engine.history;

import org.jspecify.annotations.NullMarked;
