/** The pages for operators. */
@NullMarked
package travel.saga.console;

import org.jspecify.annotations.NullMarked;
