package travel.saga.execution;

/** The engine cannot list executions by this. */
public final class UnlistableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String filter;
  private final String remedy;

  /**
   * @param filter the query's parameter
   * @param remedy what it can be, as "must be …"
   */
  public UnlistableException(String filter, String remedy) {
    super(filter + " " + remedy);
    this.filter = filter;
    this.remedy = remedy;
  }

  public String filter() {
    return filter;
  }

  public String remedy() {
    return remedy;
  }
}
