@NullMarked
package travel.saga.engine.store.sqlite;

import org.jspecify.annotations.NullMarked;
