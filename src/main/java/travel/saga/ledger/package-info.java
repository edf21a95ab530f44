/** Rules of records that are taken, confirmed and voided under a business key. */
@NullMarked
package travel.saga.ledger;

import org.jspecify.annotations.NullMarked;
