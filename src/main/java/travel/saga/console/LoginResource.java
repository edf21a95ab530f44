package travel.saga.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Challenges;
import travel.saga.access.ConsoleSessions;
import travel.saga.access.Logins;
import travel.saga.access.RequestOrigin;
import travel.saga.access.Roles;

/** Lets operators in and out of the console. */
@Path("/console")
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class LoginResource {
  private final ConsoleSessions sessions;
  private final Logins logins;

  public LoginResource(ConsoleSessions sessions, Logins logins) {
    this.sessions = sessions;
    this.logins = logins;
  }

  @GET
  @Path("login")
  @PermitAll
  @Operation(hidden = true)
  public Response form() {
    return sessions.needed()
        ? page(Response.Status.OK, null).build()
        : Redirects.to(ConsoleSessions.PATH).build();
  }

  @POST
  @Path("login")
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response login(
      @FormParam("token") @DefaultValue("") String token, RoutingContext context) {
    if (!sessions.needed()) {
      return Redirects.to(ConsoleSessions.PATH).build();
    }
    Logins.Result result = logins.login(context.request(), token);
    if (result instanceof Logins.Result.Opened opened) {
      return Redirects.to(ConsoleSessions.PATH)
          .cookie(cookie(opened.session(), sessions.lifetime(), context.request()))
          .build();
    }
    if (result instanceof Logins.Result.TooMany tooMany) {
      long seconds = tooMany.pause().toSeconds() + 1;
      return page(
              Response.Status.TOO_MANY_REQUESTS,
              "Too many wrong tokens. Try again in " + seconds + " seconds.")
          .header(HttpHeaders.RETRY_AFTER, seconds)
          .build();
    }
    return page(Response.Status.UNAUTHORIZED, "That is not the admin token.")
        .header(HttpHeaders.WWW_AUTHENTICATE, Challenges.TOKEN_WRONG)
        .build();
  }

  /** The browser forgets the session. */
  @POST
  @Path("logout")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(hidden = true)
  public Response logout(RoutingContext context) {
    return Redirects.to(ConsoleSessions.LOGIN)
        .cookie(cookie("", Duration.ZERO, context.request()))
        .build();
  }

  private static Response.ResponseBuilder page(Response.Status status, @Nullable String trouble) {
    return Response.status(status).entity(LoginPage.html(trouble));
  }

  private static NewCookie cookie(String session, Duration lifetime, HttpServerRequest request) {
    return new NewCookie.Builder(ConsoleSessions.COOKIE)
        .value(session)
        .path(ConsoleSessions.PATH)
        .maxAge(Math.toIntExact(lifetime.toSeconds()))
        .httpOnly(true)
        .secure(RequestOrigin.isHttps(request))
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }
}
