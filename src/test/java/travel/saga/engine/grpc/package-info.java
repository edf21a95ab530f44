@NullMarked
package travel.saga.engine.grpc;

import org.jspecify.annotations.NullMarked;
