package travel.saga.ledger;

/** What a take comes to. */
public sealed interface TakeResult {
  /** It is taken, now or on an earlier run. */
  record Taken(LedgerRecord record) implements TakeResult {}

  /** None is left; nothing stands under the key, and a later take may succeed. */
  record Exhausted() implements TakeResult {}

  /** The key was voided; it can never take again. */
  record Voided() implements TakeResult {}
}
