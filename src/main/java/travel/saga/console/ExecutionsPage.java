package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * The list of executions.
 *
 * @param trouble why no rows are shown
 * @param notice what the operator has just done
 */
record ExecutionsPage(
    ShownList list,
    LiveRegion live,
    ListForm form,
    @Nullable String trouble,
    @Nullable String notice)
    implements TemplateInstance {}
