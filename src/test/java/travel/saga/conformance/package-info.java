/**
 * What a workflow may rely on, as 65 named scenarios through the Dapr SDK, on either engine. The
 * run makes the table of docs/conformance.md.
 */
@NullMarked
package travel.saga.conformance;

import org.jspecify.annotations.NullMarked;
