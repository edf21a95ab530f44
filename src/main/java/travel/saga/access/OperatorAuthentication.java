package travel.saga.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.EngineMode;

/**
 * Knows operators: by the admin token, by a session of the console on its pages alone, and where no
 * token is set by the machine that they sit at. Asked only for what is not for everybody.
 */
@ApplicationScoped
class OperatorAuthentication implements HttpAuthenticationMechanism {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");
  private static final SecurityIdentity OPERATOR =
      QuarkusSecurityIdentity.builder()
          .setPrincipal(new QuarkusPrincipal(Roles.OPERATOR))
          .addRole(Roles.OPERATOR)
          .build();

  private final AdminToken token;
  private final ConsoleSessions sessions;
  private final LocalCaller local;
  private final EngineMode engine;

  OperatorAuthentication(
      AdminToken token, ConsoleSessions sessions, LocalCaller local, EngineMode engine) {
    this.token = token;
    this.sessions = sessions;
    this.local = local;
    this.engine = engine;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    return Uni.createFrom().item(() -> identify(context));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(new ChallengeData(401, "WWW-Authenticate", Challenges.TOKEN_NEEDED));
  }

  private @Nullable SecurityIdentity identify(RoutingContext context) {
    HttpServerRequest request = context.request();
    RequestOrigin.requireOwn(request);
    if (!token.isSet()) {
      requireLocal(request);
      return operator(context, CurrentSession.WITHOUT_LOGIN);
    }
    List<String> credentials = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    if (!credentials.isEmpty()) {
      requireToken(credentials);
      return operator(context, CurrentSession.WITHOUT_LOGIN);
    }
    return ConsolePages.contains(context) ? ofSession(context) : null;
  }

  private void requireLocal(HttpServerRequest request) {
    if (!engine.embedded()) {
      throw new AccessRefusedException(
          "Operator calls are closed: the service has no RESERVATIONS_ADMIN_TOKEN. Set it.");
    }
    if (!local.is(request)) {
      throw new AccessRefusedException(
          "While the service has no RESERVATIONS_ADMIN_TOKEN, operator calls are only for callers"
              + " on its own machine that use the machine's own name and no proxy. Set it, and send"
              + " it as a bearer token.");
    }
  }

  private void requireToken(List<String> credentials) {
    Matcher bearer = BEARER.matcher(credentials.get(0));
    if (credentials.size() > 1 || !bearer.matches() || !token.matches(bearer.group(1))) {
      throw new AuthenticationFailedException();
    }
  }

  private @Nullable SecurityIdentity ofSession(RoutingContext context) {
    Optional<String> session = openSession(context.request());
    if (session.isEmpty() && ConsolePages.isPageWanted(context.request())) {
      throw new LoginNeededException();
    }
    return session.map(open -> operator(context, open)).orElse(null);
  }

  /** Any one that is open: a browser may have one of another path, or of a neighbour, as well. */
  private Optional<String> openSession(HttpServerRequest request) {
    return request.cookies(ConsoleSessions.COOKIE).stream()
        .map(Cookie::getValue)
        .filter(sessions::isOpen)
        .findFirst();
  }

  private static SecurityIdentity operator(RoutingContext context, String session) {
    CurrentSession.put(context, session);
    return OPERATOR;
  }
}
