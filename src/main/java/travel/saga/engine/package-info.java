/**
 * A durable workflow engine within the process: it speaks the protocols of a Dapr sidecar and keeps
 * everything in one SQLite file. Plain Java; knows nothing of the application around it.
 */
@NullMarked
package travel.saga.engine;

import org.jspecify.annotations.NullMarked;
