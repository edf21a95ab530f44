package travel.saga.ledger;

/** Others changed the same record or holders each time; the call is to be repeated, later. */
public class LedgerContendedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerContendedException(String kind, String key, int tries) {
    super("the " + kind + " ledger lost " + tries + " races in a row for " + key);
  }
}
