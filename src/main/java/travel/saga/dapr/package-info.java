/** Everything that touches Dapr: the connection, the worker, and the ports served by it. */
@NullMarked
package travel.saga.dapr;

import org.jspecify.annotations.NullMarked;
