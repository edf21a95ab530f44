package travel.saga.access;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every change that is asked for by a form, whoever wrote the resource: it has to come
 * from a page of ours, and to carry the token of the session. A form for everybody, who has no
 * session yet, has to do the first. The form is read here, and is there for the resource then.
 */
@Singleton
class CsrfGuard {
  private final Csrf csrf;

  CsrfGuard(Csrf csrf) {
    this.csrf = csrf;
  }

  /** Null lets the request go on. */
  @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHORIZATION)
  public @Nullable Uni<Void> check(
      ResteasyReactiveContainerRequestContext request, RoutingContext context) {
    if (RequestOrigin.isSafe(context.request()) || !ConsolePages.takesForms(context)) {
      return null;
    }
    RequestOrigin.requireOwn(context.request());
    var known = (ResteasyReactiveRequestContext) request.getServerRequestContext();
    return ConsoleForm.read(known.serverRequest())
        .invoke(known::setFormData)
        .invoke(form -> requireToken(known, context))
        .replaceWithVoid();
  }

  private void requireToken(ResteasyReactiveRequestContext request, RoutingContext context) {
    String token = (String) request.getFormParameter(csrf.getField(), true, false);
    if (!ConsolePages.isForEverybody(context) && !csrf.accepts(context, token)) {
      throw new AccessRefusedException(
          "The form does not belong to this login. Open the page again and repeat it.");
    }
  }
}
