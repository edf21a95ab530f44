package travel.saga.api;

/** The body is longer than {@link BodyLimit#BYTES}. */
final class BodyTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException() {
    super("the request body is over " + BodyLimit.BYTES + " bytes");
  }
}
