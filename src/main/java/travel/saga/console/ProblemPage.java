package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for people.
 *
 * @param back the page of the execution that it was about, where there is one
 */
record ProblemPage(String title, String detail, @Nullable String back)
    implements TemplateInstance {}
