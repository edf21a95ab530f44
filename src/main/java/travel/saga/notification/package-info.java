/** The last step of a saga: settle the record, then tell the world. */
@NullMarked
package travel.saga.notification;

import org.jspecify.annotations.NullMarked;
