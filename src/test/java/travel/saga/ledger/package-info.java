@NullMarked
package travel.saga.ledger;

import org.jspecify.annotations.NullMarked;
