package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/** The list of executions. */
record ExecutionsPage(travel.saga.execution.ExecutionPage page, @Nullable String notice)
    implements TemplateInstance {}
