package travel.saga.dapr;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import travel.saga.dapr.LogPage.Entry;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.WireFormat;

/**
 * The ids of all reservations in a store that can list no keys: a log of pages, in shards by the
 * last digit of the id, so that writers seldom meet. An id is entered before its record is written,
 * so none that is recorded is missing; it may stand there twice, or without a record.
 *
 * <p>A page that is full is copied to a row of its own and never changes again; the row of the
 * shard has the page that is being filled. One write at a time of this process goes to a shard;
 * what is entered meanwhile goes with the next.
 */
final class ReservationLog {
  static final int SHARDS = 16;
  private static final String PREFIX = "log|";

  private final KeyValueStore store;
  private final Clock clock;
  private final List<Lane> lanes = new ArrayList<>(SHARDS);

  /** The page of a shard, and the version it was read at; none where the shard has no row yet. */
  record Read(LogPage page, Optional<String> etag) {}

  ReservationLog(KeyValueStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    for (int shard = 0; shard < SHARDS; shard++) {
      lanes.add(new Lane(shard));
    }
  }

  static int shardOf(ReservationId id) {
    String value = id.value();
    return Math.max(0, Character.digit(value.charAt(value.length() - 1), SHARDS));
  }

  /**
   * Completes when the id is in the log for good.
   *
   * @param at when the record that is to be written was made; tells its entry from others of the id
   */
  CompletionStage<Void> enter(ReservationId id, Instant at) {
    return lanes.get(shardOf(id)).enter(new Entry(id, at, false));
  }

  /** The same for an id that has been in the log before, and may have been left behind. */
  CompletionStage<Void> enterAgain(ReservationId id) {
    return lanes.get(shardOf(id)).enter(new Entry(id, clock.instant(), true));
  }

  CompletionStage<Read> last(int shard) {
    return store
        .get(rowOf(shard))
        .thenApply(
            row ->
                row.map(
                        found ->
                            new Read(
                                WireFormat.read(found.value(), LogPage.class),
                                Optional.of(found.etag())))
                    .orElse(new Read(LogPage.EMPTY, Optional.empty())));
  }

  /**
   * A page before the last. Fails where the store does not show it yet: to take it for empty would
   * lose what it names.
   */
  CompletionStage<List<Entry>> full(int shard, int number) {
    return full(List.of(new PageNumber(shard, number))).thenApply(pages -> pages.get(0));
  }

  /** A page before the last of a shard. */
  record PageNumber(int shard, int number) {}

  /**
   * The entries of such pages, in few calls. Fails with {@link EngineUnavailableException} where
   * the store does not show one yet.
   */
  CompletionStage<List<List<Entry>>> full(List<PageNumber> pages) {
    List<String> rows = pages.stream().map(page -> rowOf(page.shard(), page.number())).toList();
    return store
        .getAll(rows)
        .thenApply(
            found ->
                rows.stream()
                    .map(
                        row ->
                            Optional.ofNullable(found.get(row))
                                .orElseThrow(
                                    () -> new EngineUnavailableException("no page " + row, null)))
                    .map(row -> WireFormat.read(row.value(), LogPage.class).entries())
                    .toList());
  }

  /**
   * @return false when somebody was quicker
   */
  CompletionStage<Boolean> replaceLast(int shard, Read before, LogPage after) {
    byte[] value = WireFormat.bytes(after);
    Change change =
        before
            .etag()
            .<Change>map(etag -> new Change.Replace(rowOf(shard), value, etag))
            .orElseGet(() -> new Change.Insert(rowOf(shard), value));
    return store.write(List.of(change));
  }

  Instant now() {
    return clock.instant();
  }

  private static String rowOf(int shard) {
    return PREFIX + Integer.toHexString(shard);
  }

  private static String rowOf(int shard, int number) {
    return rowOf(shard) + '|' + number;
  }

  /** The one writer of this process to a shard. */
  private final class Lane {
    private final int shard;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean writing;

    private record Waiting(Entry entry, CompletableFuture<Void> entered) {}

    Lane(int shard) {
      this.shard = shard;
    }

    CompletionStage<Void> enter(Entry entry) {
      Waiting mine = new Waiting(entry, new CompletableFuture<>());
      synchronized (this) {
        waiting.add(mine);
        if (writing) {
          return mine.entered();
        }
        writing = true;
      }
      writeNext();
      return mine.entered();
    }

    private void writeNext() {
      List<Waiting> batch;
      synchronized (this) {
        batch = waiting;
        waiting = new ArrayList<>();
        writing = !batch.isEmpty();
      }
      if (!batch.isEmpty()) {
        append(batch.stream().map(Waiting::entry).toList())
            .whenComplete(
                (done, failure) -> {
                  writeNext();
                  complete(batch, failure);
                });
      }
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static void complete(Collection<Waiting> batch, Throwable failure) {
      for (Waiting one : batch) {
        if (failure == null) {
          one.entered().complete(null);
        } else {
          one.entered().completeExceptionally(failure);
        }
      }
    }

    /** Until it is written: whoever is quicker has written too, so somebody gets on. */
    private CompletionStage<Boolean> append(List<Entry> entries) {
      return last(shard).thenCompose(before -> append(before, before.page().number(), entries));
    }

    /**
     * A write whose success was told as a failure is not made twice: what was entered by it stands
     * in the page in which it was tried, or in one behind, and others may have filled those since.
     *
     * @param first the page in which it was tried first
     */
    private CompletionStage<Boolean> append(Read before, int first, List<Entry> entries) {
      return missing(before.page(), first, entries)
          .thenCompose(
              missing ->
                  missing.isEmpty()
                      ? CompletableFuture.completedStage(true)
                      : write(before, missing)
                          .thenCompose(
                              done ->
                                  done
                                      ? CompletableFuture.completedStage(true)
                                      : last(shard)
                                          .thenCompose(now -> append(now, first, missing))));
    }

    private CompletionStage<List<Entry>> missing(LogPage last, int first, List<Entry> entries) {
      List<PageNumber> since =
          IntStream.range(first, last.number())
              .mapToObj(number -> new PageNumber(shard, number))
              .toList();
      CompletionStage<List<List<Entry>>> full =
          since.isEmpty() ? CompletableFuture.completedStage(List.of()) : full(since);
      return full.thenApply(
          pages -> {
            Set<Entry> there = new HashSet<>(last.entries());
            pages.forEach(there::addAll);
            return entries.stream().distinct().filter(entry -> !there.contains(entry)).toList();
          });
    }

    private CompletionStage<Boolean> write(Read before, List<Entry> missing) {
      LogPage page = before.page();
      if (!page.isFull()) {
        return replaceLast(shard, before, page.with(missing));
      }
      // Nobody adds to a full page: whoever copies it, copies the same.
      Change copy = new Change.Insert(rowOf(shard, page.number()), WireFormat.bytes(page));
      return store
          .write(List.of(copy))
          .thenCompose(copied -> replaceLast(shard, before, page.next().with(missing)));
    }
  }
}
