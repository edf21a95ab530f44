package travel.saga.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@link KeyValueStore}, in order. Apart from it, since the Dapr state API can list
 * none. Safe for many threads; never blocks.
 */
public interface KeyListing {
  /** Keys that begin with {@code prefix}, in order, behind {@code after} where given. */
  CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit);

  /** A key and what stands under it. */
  record Row(String key, byte[] value) {}

  /**
   * Rows whose keys begin with {@code prefix}, the last key first, beginning before {@code before}
   * where given.
   *
   * @param before begins with {@code prefix}
   */
  CompletionStage<List<Row>> descending(String prefix, @Nullable String before, int limit);

  /** How many keys begin with {@code prefix}. */
  CompletionStage<Long> count(String prefix);
}
