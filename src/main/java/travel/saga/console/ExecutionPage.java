package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionDetail;

/** One execution, step by step. */
record ExecutionPage(ExecutionDetail detail, ExecutionActions actions, @Nullable String notice)
    implements TemplateInstance {}
