/** Everything that touches the Dapr client, the worker or their settings. */
@NullMarked
package travel.saga.dapr;

import org.jspecify.annotations.NullMarked;
