package travel.saga.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Entry;

/**
 * Which keys hold one of a limited resource: the resource's row, as it was read, or as it is to be
 * written over what was read. A set and no count, so that whoever repeats a change makes it once.
 *
 * @param keys in the order they came
 * @param etag of the row that was read; empty where there was none
 */
record Holders(String storeKey, Set<String> keys, Optional<String> etag) {
  static Holders read(String storeKey, Optional<Entry> row) {
    Set<String> keys = row.map(entry -> LedgerFormat.readHolders(entry.value())).orElse(Set.of());
    return new Holders(storeKey, keys, row.map(Entry::etag));
  }

  boolean include(String key) {
    return keys.contains(key);
  }

  int count() {
    return keys.size();
  }

  Holders with(String key) {
    Set<String> more = new LinkedHashSet<>(keys);
    more.add(key);
    return new Holders(storeKey, more, etag);
  }

  Holders without(Collection<String> gone) {
    Set<String> fewer = new LinkedHashSet<>(keys);
    fewer.removeAll(Set.copyOf(gone));
    return new Holders(storeKey, fewer, etag);
  }

  /** Some of the holders, all where there are no more; others for another seed. */
  List<String> sample(String seed, int most) {
    List<String> all = List.copyOf(keys);
    if (all.size() <= most) {
      return all;
    }
    int first = Math.floorMod(seed.hashCode(), all.size());
    List<String> some = new ArrayList<>(most);
    for (int next = first; next < first + most; next++) {
      some.add(all.get(next % all.size()));
    }
    return some;
  }

  Change change() {
    byte[] row = LedgerFormat.holders(keys);
    return etag.<Change>map(read -> new Change.Replace(storeKey, row, read))
        .orElseGet(() -> new Change.Insert(storeKey, row));
  }
}
