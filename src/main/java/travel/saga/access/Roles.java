package travel.saga.access;

/** The roles of callers, for {@code @RolesAllowed}. */
public final class Roles {
  /** Whoever has the admin token, or sits at the machine of an embedded engine that has none. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
