@NullMarked
package travel.saga.engine.store;

import org.jspecify.annotations.NullMarked;
