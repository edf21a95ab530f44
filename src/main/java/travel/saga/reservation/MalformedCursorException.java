package travel.saga.reservation;

/** A cursor that the list which it was sent to has not given out. */
public final class MalformedCursorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedCursorException() {
    super("the cursor was not given out by this list");
  }
}
