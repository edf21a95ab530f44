package travel.saga.execution;

/** A backup was begun and could not be made; the data itself is as it was. */
public final class BackupFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackupFailedException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
