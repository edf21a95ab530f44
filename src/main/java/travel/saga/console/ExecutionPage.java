package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import travel.saga.execution.ExecutionDetail;

/** One execution, step by step. */
record ExecutionPage(ExecutionDetail detail) implements TemplateInstance {}
