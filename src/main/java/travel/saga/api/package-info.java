/** The HTTP API: resources, what they read and write, and how errors are told. */
@NullMarked
package travel.saga.api;

import org.jspecify.annotations.NullMarked;
