/** Money: the steps that charge and refund a traveller, and the partner behind them. */
@NullMarked
package travel.saga.payment;

import org.jspecify.annotations.NullMarked;
