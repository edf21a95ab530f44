package travel.saga.execution;

/** The engine knows no execution of this id: it never did, or it was purged. */
public final class NoSuchExecutionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoSuchExecutionException(String id) {
    super("there is no execution '" + id + "'");
  }
}
