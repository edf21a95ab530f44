package travel.saga.dapr;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Stages;

/**
 * The records on a sidecar, whose stores have no transactions to rely on and list no keys. One row
 * after the other: the claim, then the id in the {@link ReservationLog}, then the record. A crash
 * in between leaves a claim or an entry without a record, and whoever comes next copes with that.
 */
final class LoggedReservations extends StateReservations {
  private static final List<Integer> SHARDS =
      IntStream.range(0, ReservationLog.SHARDS).boxed().toList();
  private static final Set<ReservationStatus> UNSETTLED =
      Set.of(ReservationStatus.PENDING, ReservationStatus.CANCELLING, ReservationStatus.ATTENTION);
  private static final Comparator<ReservationId> NEWEST_FIRST =
      Comparator.comparing(ReservationId::value).reversed();

  private final ReservationLog log;
  private final List<ReservationScan> scans;

  LoggedReservations(KeyValueStore store, Clock clock) {
    super(store);
    this.log = new ReservationLog(store, clock);
    this.scans =
        SHARDS.stream().map(shard -> new ReservationScan(log, shard, this::record)).toList();
  }

  private CompletionStage<Optional<Reservation>> record(ReservationId id) {
    return find(id).thenApply(found -> found.map(Stored::reservation));
  }

  @Override
  public CompletionStage<Boolean> insert(Reservation pending, @Nullable KeyClaim claim) {
    return claim == null
        ? insert(pending)
        : write(claimOf(claim))
            .thenCompose(mine -> mine ? insert(pending) : CompletableFuture.completedStage(false));
  }

  private CompletionStage<Boolean> insert(Reservation pending) {
    return log.enter(pending.id(), pending.createdAt())
        .thenCompose(entered -> write(recordOf(pending)));
  }

  /** One that was settled may have been left behind by the log. */
  @Override
  public CompletionStage<Boolean> replace(Stored current, Reservation next) {
    boolean reopened = next.status().isOpen() && !current.reservation().status().isOpen();
    return reopened
        ? log.enterAgain(next.id()).thenCompose(entered -> write(recordOf(next, current)))
        : write(recordOf(next, current));
  }

  private CompletionStage<Boolean> write(Change change) {
    return store().write(List.of(change));
  }

  @Override
  public CompletionStage<List<ReservationId>> open(@Nullable ReservationId after, int limit) {
    int shard = after == null ? 0 : ReservationLog.shardOf(after);
    return open(shard, after, limit, new ArrayList<>());
  }

  /** Shard by shard, each in the order of its ids; only of the first may some be known. */
  private CompletionStage<List<ReservationId>> open(
      int shard, @Nullable ReservationId after, int limit, List<ReservationId> found) {
    if (found.size() >= limit || shard == scans.size()) {
      return CompletableFuture.completedStage(
          List.copyOf(found.subList(0, Math.min(limit, found.size()))));
    }
    return scans
        .get(shard)
        .unsettled()
        .thenCompose(
            records -> {
              records.stream()
                  .filter(record -> record.status().isOpen())
                  .map(Reservation::id)
                  .filter(id -> after == null || id.value().compareTo(after.value()) > 0)
                  .forEach(found::add);
              return open(shard + 1, null, limit, found);
            });
  }

  /**
   * The few that are not settled in the order of their ids; the others, and all, in the order of
   * the log.
   */
  @Override
  public CompletionStage<ReservationPage> list(ReservationQuery query) {
    return query.asksOnlyFor(UNSETTLED)
        ? page(query, () -> new IdRows(IdCursor.of(query.cursor()), candidates(), this::records))
        : Stages.each(SHARDS, SHARDS.size(), log::last)
            .thenCompose(lasts -> page(query, () -> walk(lasts, LogCursor.of(query.cursor()))));
  }

  private LogWalk walk(List<ReservationLog.Read> lasts, @Nullable LogCursor from) {
    return LogWalk.of(
        log, lasts.stream().map(ReservationLog.Read::page).toList(), from, this::records);
  }

  /** The log is read once a call. */
  private IdRows.Ids candidates() {
    CompletionStage<List<ReservationId>> all =
        Stages.each(scans, scans.size(), ReservationScan::candidates)
            .thenApply(
                shards -> shards.stream().flatMap(List::stream).sorted(NEWEST_FIRST).toList());
    return (before, limit) ->
        all.thenApply(
            ids ->
                ids.stream()
                    .filter(id -> before == null || id.value().compareTo(before.value()) < 0)
                    .limit(limit)
                    .toList());
  }

  @Override
  public CompletionStage<Counts> counts() {
    return Stages.each(scans, 1, ReservationScan::unsettled)
        .thenApply(
            shards ->
                shards.stream()
                    .flatMap(List::stream)
                    .map(
                        record ->
                            new Counts(one(record.status().isOpen()), one(isAtAttention(record))))
                    .reduce(
                        new Counts(0, 0),
                        (a, b) -> new Counts(a.open() + b.open(), a.attention() + b.attention())));
  }

  private static boolean isAtAttention(Reservation record) {
    return record.status() == ReservationStatus.ATTENTION;
  }

  private static long one(boolean counted) {
    return counted ? 1 : 0;
  }
}
