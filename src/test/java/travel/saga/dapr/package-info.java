@NullMarked
package travel.saga.dapr;

import org.jspecify.annotations.NullMarked;
