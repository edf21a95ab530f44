/** Cars: the steps that hold, confirm and cancel one, and the partner behind them. */
@NullMarked
package travel.saga.car;

import org.jspecify.annotations.NullMarked;
