package travel.saga.engine.store;

/** What a transaction expected to find is not there; nothing of the transaction has happened. */
public final class PreconditionFailedException extends StoreException {
  private static final long serialVersionUID = 1L;

  public PreconditionFailedException(String message) {
    super(message);
  }
}
