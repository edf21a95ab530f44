/** The whole service, packaged, in a process of its own, judged from outside. */
@NullMarked
package travel.saga.acceptance;

import org.jspecify.annotations.NullMarked;
