package travel.saga.console;

import io.quarkus.qute.TemplateInstance;

/** What went wrong, for people. */
record ProblemPage(String title, String detail) implements TemplateInstance {}
