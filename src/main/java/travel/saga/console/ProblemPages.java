package travel.saga.console;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;
import travel.saga.access.ConsolePages;
import travel.saga.api.Problem;
import travel.saga.api.ProblemType;
import travel.saga.api.ProblemView;

/** Makes a page of a problem, where a browser asked for one of the pages. */
@Singleton
class ProblemPages implements ProblemView {
  private static final Pattern EXECUTION = Pattern.compile(ExecutionPath.of("") + "[^/;]+");

  @ServerResponseFilter
  public void show(ContainerResponseContext response, RoutingContext context) {
    if (response.getEntity() instanceof Problem problem) {
      String page = page(problem, context);
      if (page != null) {
        response.setEntity(page, null, MediaType.valueOf(MEDIA_TYPE));
      }
    }
  }

  @Override
  public @Nullable String page(Problem problem, RoutingContext context) {
    return ConsolePages.takesForms(context) && ConsolePages.isPageWanted(context.request())
        ? new ProblemPage(problem.title(), problem.detail(), back(problem, context)).render()
        : null;
  }

  /** Where it leads to nothing but the same problem, there is no way back. */
  private static @Nullable String back(Problem problem, RoutingContext context) {
    Matcher execution = EXECUTION.matcher(context.normalizedPath());
    return execution.lookingAt() && !problem.is(ProblemType.EXECUTION_NOT_FOUND)
        ? execution.group()
        : null;
  }
}
