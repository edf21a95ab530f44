/** The Durable Task and the Dapr runtime service, as a sidecar offers them, on generated stubs. */
@NullMarked
package travel.saga.engine.grpc;

import org.jspecify.annotations.NullMarked;
