package travel.saga.ledger;

/** The kinds of store that the ledger must be right on. */
enum StoreKind {
  TRANSACTIONAL,
  IN_ORDER;

  /**
   * @param store one with transactions; sees the single changes where this kind makes them so
   */
  KeyValueStore over(KeyValueStore store) {
    return this == TRANSACTIONAL ? store : new InOrderKeyValueStore(store);
  }
}
