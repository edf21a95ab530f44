package travel.saga.ledger;

/**
 * What stands under one key.
 *
 * @param resource what it is one of; empty when the key was voided before anything was taken
 * @param reference for people; derived from the key, so the same on every run
 * @param price what it cost when it was taken; text of the caller's own making
 * @param counted whether it was taken under a limit; then its key is among the holders of the
 *     resource, and may still be when it is void
 */
public record LedgerRecord(
    Status status, String resource, String reference, String price, boolean counted) {
  /** VOID is final. */
  public enum Status {
    TAKEN,
    CONFIRMED,
    VOID
  }

  static final LedgerRecord NEVER_TAKEN = new LedgerRecord(Status.VOID, "", "", "", false);

  LedgerRecord confirmed() {
    return new LedgerRecord(Status.CONFIRMED, resource, reference, price, counted);
  }

  LedgerRecord voided() {
    return new LedgerRecord(Status.VOID, resource, reference, price, counted);
  }

  /** Whether it counts against a limit of the resource. */
  boolean holdsOneOf(String resource) {
    return counted && status != Status.VOID && this.resource.equals(resource);
  }
}
