package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * Where everybody begins: what this is, and the form that books a trip.
 *
 * @param trouble why nothing is known to be booked
 */
record StartPage(BookingForm form, @Nullable String trouble) implements TemplateInstance {}
