package travel.saga.console;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;
import travel.saga.access.ConsolePages;
import travel.saga.api.Problem;
import travel.saga.api.ProblemType;

/** Makes a page of a problem, where a browser asked for a page. */
class ProblemPages {
  @ServerResponseFilter
  public void show(
      ContainerRequestContext request, ContainerResponseContext response, RoutingContext context) {
    if (response.getEntity() instanceof Problem problem
        && ConsolePages.takesForms(context)
        && ConsolePages.isPageWanted(context.request())) {
      response.setEntity(
          new ProblemPage(problem.title(), problem.detail(), back(request, problem)).render(),
          null,
          MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
    }
  }

  /** Where it leads to nothing but the same problem, there is no way back. */
  private static @Nullable String back(ContainerRequestContext request, Problem problem) {
    String execution = request.getUriInfo().getPathParameters().getFirst("id");
    return execution == null || problem.is(ProblemType.EXECUTION_NOT_FOUND)
        ? null
        : ExecutionPath.of(execution);
  }
}
