@NullMarked
package travel.saga.execution;

import org.jspecify.annotations.NullMarked;
