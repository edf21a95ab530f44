package travel.saga.ledger;

/** What a confirmation comes to. */
public sealed interface ConfirmResult {
  /** It is final, now or on an earlier run. */
  record Confirmed(LedgerRecord record) implements ConfirmResult {}

  /** Nothing was ever taken under the key. */
  record NotTaken() implements ConfirmResult {}

  /** What was taken has been given back. */
  record Voided() implements ConfirmResult {}
}
