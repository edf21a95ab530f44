@NullMarked
package travel.saga.notification;

import org.jspecify.annotations.NullMarked;
