package travel.saga.console;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import travel.saga.access.ConsoleSessions;
import travel.saga.access.LoginNeededException;

/** Who asks for a page, or sends a form, without a session is led to the login. */
class LoginRedirect {
  private static final URI LOGIN = URI.create(ConsoleSessions.PATH + "/login");

  @ServerExceptionMapper
  Response login(LoginNeededException e) {
    return Response.seeOther(LOGIN).build();
  }
}
