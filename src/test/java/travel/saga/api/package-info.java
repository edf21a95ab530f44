@NullMarked
package travel.saga.api;

import org.jspecify.annotations.NullMarked;
