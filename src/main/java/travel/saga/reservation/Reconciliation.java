package travel.saga.reservation;

/** What bringing a record and its workflow together came to. */
enum Reconciliation {
  /** Nothing to do. */
  WELL,
  /** The record had no workflow; it has one now. */
  STARTED,
  /**
   * The workflow ended without settling the record, or cannot go on; ATTENTION is announced, or was
   * before.
   */
  DIED,
  /** The engine did not answer. */
  FAILED
}
