package travel.saga.partner;

/**
 * A call whose effect at the partner is unknown, or that could not be made: it is made again under
 * its key. The message is for operators, and has nothing of the traveller's or the token in it.
 */
public final class PartnerFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartnerFaultException(String message) {
    super(message);
  }
}
