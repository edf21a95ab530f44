package travel.saga.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Looks at every change that is asked for by a form, whoever wrote the resource: it has to come
 * from a page of ours, and to carry the token of the session. A form for everybody, who has no
 * session yet, has to do the first.
 */
@Singleton
class CsrfGuard {
  private final Csrf csrf;

  CsrfGuard(Csrf csrf) {
    this.csrf = csrf;
  }

  @ServerRequestFilter
  @WithFormRead
  public void check(ResteasyReactiveContainerRequestContext request, RoutingContext context) {
    if (RequestOrigin.isSafe(context.request()) || !ConsolePages.takesForms(context)) {
      return;
    }
    RequestOrigin.requireOwn(context.request());
    if (!ConsolePages.isForEverybody(context) && !csrf.accepts(context, field(request))) {
      throw new AccessRefusedException(
          "The form does not belong to this login. Open the page again and repeat it.");
    }
  }

  private String field(ResteasyReactiveContainerRequestContext request) {
    var form = (ResteasyReactiveRequestContext) request.getServerRequestContext();
    return (String) form.getFormParameter(csrf.getField(), true, false);
  }
}
