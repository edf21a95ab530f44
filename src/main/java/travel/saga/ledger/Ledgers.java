package travel.saga.ledger;

import jakarta.inject.Singleton;

/** Opens the ledgers in the service's store. */
@Singleton
public final class Ledgers {
  private final KeyValueStore store;
  private final Pause pause;

  public Ledgers(KeyValueStore store, Pause pause) {
    this.store = store;
    this.pause = pause;
  }

  /**
   * @param kind first part of every key in the store; each kind has one ledger
   * @param referencePrefix first part of every reference
   */
  public Ledger open(String kind, String referencePrefix) {
    return new Ledger(kind, referencePrefix, store, pause);
  }
}
