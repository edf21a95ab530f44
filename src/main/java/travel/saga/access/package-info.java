/** Who may call what: the operator's token, the console's sessions, limits for each caller. */
@NullMarked
package travel.saga.access;

import org.jspecify.annotations.NullMarked;
