package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** The list of executions. */
record ExecutionsPage(travel.saga.execution.ExecutionPage page) implements TemplateInstance {}
