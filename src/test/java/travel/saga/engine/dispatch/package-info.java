@NullMarked
package travel.saga.engine.dispatch;

import org.jspecify.annotations.NullMarked;
