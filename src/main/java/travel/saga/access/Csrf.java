package travel.saga.access;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/**
 * What makes a form of the console one of its own: a hidden field that only its pages can know.
 * {@link CsrfGuard} refuses every change without it, so a form that forgets it does not work. In a
 * template: {@code <input type="hidden" name="{inject:csrf.field}" value="{inject:csrf.token}">}.
 */
@Named("csrf")
@ApplicationScoped
public class Csrf {
  private static final String FIELD = "csrf";

  private final ConsoleSessions sessions;
  private final RoutingContext context;

  Csrf(ConsoleSessions sessions, RoutingContext context) {
    this.sessions = sessions;
    this.context = context;
  }

  /** The name of the field. */
  public String getField() {
    return FIELD;
  }

  /** Its value for the session of the present request, which an operator must have made. */
  public String getToken() {
    String session = CurrentSession.of(context);
    if (session == null) {
      throw new IllegalStateException("a form is for operators: the page has to be, too");
    }
    return sessions.csrfToken(session);
  }

  /** Whether the operator has logged in, and so can log out. */
  public boolean isSession() {
    String session = CurrentSession.of(context);
    return session != null && !session.equals(CurrentSession.WITHOUT_LOGIN);
  }

  boolean accepts(RoutingContext request, @Nullable String offered) {
    String session = CurrentSession.of(request);
    return session != null && offered != null && sessions.isCsrfToken(session, offered);
  }
}
