package travel.saga.access;

/** With an admin token that one can log in with. */
public class ConsoleProfile extends AccessProfiles.WithToken {
  public static final String TOKEN = AccessProfiles.TOKEN;

  /** The same in an application of its own: it remembers who entered wrong tokens. */
  public static class Fresh extends ConsoleProfile {}
}
