package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** Asks once whether something is to be done. */
record ActionPage(ActionQuestion question) implements TemplateInstance {}
