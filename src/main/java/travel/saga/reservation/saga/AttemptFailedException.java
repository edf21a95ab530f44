package travel.saga.reservation.saga;

/** One attempt of a step ended in a fault: it may or may not have had its effect. */
final class AttemptFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AttemptFailedException(String sentence) {
    super(sentence, null, false, false);
  }
}
