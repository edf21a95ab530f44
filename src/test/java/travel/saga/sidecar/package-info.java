/** The real Dapr runtime, started by tests: its commands, a stack of them, and a look inside. */
@NullMarked
package travel.saga.sidecar;

import org.jspecify.annotations.NullMarked;
