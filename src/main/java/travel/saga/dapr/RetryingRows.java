package travel.saga.dapr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.ledger.KeyValueStore.Entry;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Stages;
import travel.saga.reservation.WireFormat;

/**
 * The reservations of which a step is tried again, in a store that lists no keys: a row for each
 * shard of the {@link ReservationLog}. A hint and no more: who meets too many others gives up.
 *
 * <p>When a partner fails, many are marked at a time. One write at a time of this process goes to a
 * shard; what is marked meanwhile goes with the next.
 */
final class RetryingRows {
  private static final String PREFIX = "retrying|";
  private static final int TRIES = 4;
  private static final List<Integer> SHARDS =
      IntStream.range(0, ReservationLog.SHARDS).boxed().toList();

  private final KeyValueStore store;
  private final List<Lane> lanes;

  RetryingRows(KeyValueStore store) {
    this.store = store;
    this.lanes = SHARDS.stream().map(Lane::new).toList();
  }

  CompletionStage<Boolean> add(ReservationId id) {
    return lanes.get(ReservationLog.shardOf(id)).add(id);
  }

  CompletionStage<?> remove(List<ReservationId> some) {
    Map<Integer, List<ReservationId>> byShard =
        some.stream().collect(Collectors.groupingBy(ReservationLog::shardOf));
    return Stages.each(
        List.copyOf(byShard.keySet()),
        SHARDS.size(),
        shard -> change(shard, row -> row.without(byShard.getOrDefault(shard, List.of())), TRIES));
  }

  /** In no order. */
  CompletionStage<List<ReservationId>> all() {
    return Stages.each(SHARDS, SHARDS.size(), shard -> store.get(PREFIX + shard))
        .thenApply(
            rows -> rows.stream().map(RetryingRows::row).flatMap(r -> r.ids().stream()).toList());
  }

  private static RetryingRow row(Optional<Entry> entry) {
    return entry
        .map(found -> WireFormat.read(found.value(), RetryingRow.class))
        .orElse(RetryingRow.EMPTY);
  }

  private CompletionStage<Boolean> change(
      int shard, UnaryOperator<RetryingRow> rule, int triesLeft) {
    return store
        .get(PREFIX + shard)
        .thenCompose(
            entry -> {
              RetryingRow before = row(entry);
              RetryingRow after = rule.apply(before);
              return after.equals(before)
                  ? CompletableFuture.completedStage(true)
                  : store.write(List.of(change(shard, entry, after)));
            })
        .thenCompose(
            done ->
                done || triesLeft == 1
                    ? CompletableFuture.completedStage(done)
                    : change(shard, rule, triesLeft - 1));
  }

  /** Never a delete: see {@link Change.Delete}. */
  private static Change change(int shard, Optional<Entry> before, RetryingRow after) {
    byte[] value = WireFormat.bytes(after);
    return before
        .<Change>map(entry -> new Change.Replace(PREFIX + shard, value, entry.etag()))
        .orElseGet(() -> new Change.Insert(PREFIX + shard, value));
  }

  /** The one writer of this process to a shard. */
  private final class Lane {
    private final int shard;
    private Batch waiting = new Batch();
    private boolean writing;

    Lane(int shard) {
      this.shard = shard;
    }

    CompletionStage<Boolean> add(ReservationId id) {
      CompletableFuture<Boolean> written;
      synchronized (this) {
        waiting.ids.add(id);
        written = waiting.written;
        if (writing) {
          return written;
        }
        writing = true;
      }
      writeNext();
      return written;
    }

    private void writeNext() {
      Batch batch;
      synchronized (this) {
        batch = waiting;
        waiting = new Batch();
        writing = !batch.ids.isEmpty();
      }
      if (!batch.ids.isEmpty()) {
        change(shard, row -> row.with(batch.ids), TRIES)
            .whenComplete(
                (done, failure) -> {
                  writeNext();
                  batch.end(done, failure);
                });
      }
    }
  }

  private static final class Batch {
    private final Collection<ReservationId> ids = new ArrayList<>();
    private final CompletableFuture<Boolean> written = new CompletableFuture<>();

    void end(Boolean done, Throwable failure) {
      if (failure == null) {
        written.complete(done);
      } else {
        written.completeExceptionally(failure);
      }
    }
  }
}
