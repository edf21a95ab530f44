package travel.saga.console;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import travel.saga.access.ConsoleSessions;
import travel.saga.access.LoginNeededException;

/** Who asks for a page, or sends a form, without a session is led to the login. */
class LoginRedirect {
  @ServerExceptionMapper
  Response login(LoginNeededException e) {
    return Redirects.to(ConsoleSessions.LOGIN).build();
  }
}
