/** What the engine asks of its storage: histories, application state and published events. */
@NullMarked
package travel.saga.engine.store;

import org.jspecify.annotations.NullMarked;
