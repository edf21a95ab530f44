package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * The form that asks for the admin token.
 *
 * @param trouble what went wrong before
 * @param to where to go then
 */
record LoginPage(@Nullable String trouble, String to) implements TemplateInstance {}
