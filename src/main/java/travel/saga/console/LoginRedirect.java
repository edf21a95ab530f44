package travel.saga.console;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import travel.saga.access.LoginNeededException;

/** Who asks for a page, or sends a form, without a session is led to the login, and then on. */
class LoginRedirect {
  @ServerExceptionMapper
  Response login(LoginNeededException e, RoutingContext context) {
    return Redirects.to(WantedPage.of(context.request()).login()).build();
  }
}
