package travel.saga.ledger;

/** Looks at the count of a resource as it stands in the store. */
final class Stock {
  private Stock() {}

  /** 0 also where there is no row. */
  static long count(KeyValueStore store, String kind, String resource) {
    return Await.answer(store.get("stock|" + kind + "|" + resource))
        .map(row -> LedgerFormat.readCount(row.value()))
        .orElse(0L);
  }
}
