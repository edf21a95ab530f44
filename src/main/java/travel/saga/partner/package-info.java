/** What the partners that are called over HTTP have in common: settings, protocol, breaker. */
@NullMarked
package travel.saga.partner;

import org.jspecify.annotations.NullMarked;
