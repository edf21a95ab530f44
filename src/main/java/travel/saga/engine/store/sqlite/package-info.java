/** The stores on one SQLite file: one writer with group commit, a few readers, plain JDBC. */
@NullMarked
package travel.saga.engine.store.sqlite;

import org.jspecify.annotations.NullMarked;
