package travel.saga.access;

/** What a 401 says in {@code WWW-Authenticate} (RFC 6750, section 3). */
public final class Challenges {
  /** To who sent no credentials. */
  public static final String TOKEN_NEEDED = "Bearer realm=\"reservations\"";

  /** To who sent others than those that are right. */
  public static final String TOKEN_WRONG = TOKEN_NEEDED + ", error=\"invalid_token\"";

  private Challenges() {}
}
