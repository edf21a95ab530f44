package travel.saga.ledger;

import java.util.Set;

/** Looks at the holders of a resource as they stand in the store. */
final class Stock {
  private Stock() {}

  /** None also where there is no row. */
  static Set<String> holders(KeyValueStore store, String kind, String resource) {
    return Await.answer(store.get("holders|" + kind + "|" + resource))
        .map(row -> LedgerFormat.readHolders(row.value()))
        .orElse(Set.of());
  }
}
