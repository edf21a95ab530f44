package travel.saga.console;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import travel.saga.access.ConsolePages;
import travel.saga.api.Problem;

/** Makes a page of a problem, where a browser asked for a page. */
class ProblemPages {
  @ServerResponseFilter
  public void show(
      ContainerRequestContext request, ContainerResponseContext response, RoutingContext context) {
    if (response.getEntity() instanceof Problem problem
        && ConsolePages.takesForms(context)
        && wantsPage(request)) {
      response.setEntity(
          new ProblemPage(problem.title(), problem.detail()).render(),
          null,
          MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
    }
  }

  /** As browsers do, and nobody else. */
  private static boolean wantsPage(ContainerRequestContext request) {
    String accepted = request.getHeaderString(HttpHeaders.ACCEPT);
    return accepted != null && accepted.contains(MediaType.TEXT_HTML);
  }
}
