package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** What changes on the page of an execution. */
record ExecutionRegion(ShownExecution shown, ExecutionActions actions, LiveRegion live)
    implements TemplateInstance {}
