package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * The list of executions.
 *
 * @param trouble why no rows are shown
 */
record ExecutionsPage(ShownList list, LiveRegion live, ListForm form, @Nullable String trouble)
    implements TemplateInstance {}
