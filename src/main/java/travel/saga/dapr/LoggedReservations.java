package travel.saga.dapr;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.PageFill.Rows;
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
  private final LogTally tally;
  private final RetryingRows retrying;
  private final List<ReservationScan> scans;

  LoggedReservations(KeyValueStore store, Clock clock) {
    super(store);
    this.log = new ReservationLog(store, clock);
    this.tally = new LogTally(log);
    this.retrying = new RetryingRows(store);
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
    if (query.retrying()) {
      return page(query, () -> idRows(query, retrying.all(), this::retrying));
    }
    return query.asksOnlyFor(UNSETTLED)
        ? page(query, () -> idRows(query, candidates(), this::findAll))
        : lasts().thenCompose(lasts -> walk(query, lasts));
  }

  private static Rows idRows(
      ReservationQuery query,
      CompletionStage<List<ReservationId>> ids,
      Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>> records) {
    return new IdRows(IdRange.of(query), ordered(ids), records);
  }

  private CompletionStage<List<LogPage>> lasts() {
    return Stages.each(SHARDS, SHARDS.size(), log::last)
        .thenApply(lasts -> lasts.stream().map(ReservationLog.Read::page).toList());
  }

  private CompletionStage<ReservationPage> walk(ReservationQuery query, List<LogPage> lasts) {
    Instant before = query.created().before();
    if (before == null || query.cursor() != null) {
      return page(query, () -> walk(query, lasts, LogCursor.of(query.cursor())));
    }
    return LogStart.of(log, lasts, before.plus(IdRange.SLACK))
        .thenCompose(start -> page(query, () -> walk(query, lasts, start)));
  }

  private LogWalk walk(ReservationQuery query, List<LogPage> lasts, @Nullable LogCursor start) {
    return LogWalk.of(log, lasts, start, query.created(), this::findAll);
  }

  private CompletionStage<List<ReservationId>> candidates() {
    return Stages.each(scans, scans.size(), ReservationScan::candidates)
        .thenApply(shards -> shards.stream().flatMap(List::stream).toList());
  }

  /** They are read once a call. */
  private static IdRows.Ids ordered(CompletionStage<List<ReservationId>> some) {
    CompletionStage<List<ReservationId>> all =
        some.thenApply(ids -> ids.stream().sorted(NEWEST_FIRST).toList());
    return (before, limit) ->
        all.thenApply(
            ids ->
                ids.stream()
                    .filter(id -> before == null || id.value().compareTo(before.value()) < 0)
                    .limit(limit)
                    .toList());
  }

  @Override
  CompletionStage<Boolean> mark(ReservationId id) {
    return retrying.add(id);
  }

  @Override
  CompletionStage<?> unmark(List<ReservationId> settled) {
    return retrying.remove(settled);
  }

  /** The marks first: what is open and marked then, and settled by now, is not open by now. */
  @Override
  public CompletionStage<Counts> counts() {
    return retrying
        .all()
        .thenCompose(
            marked ->
                Stages.each(scans, 1, ReservationScan::unsettled)
                    .thenApply(shards -> shards.stream().flatMap(List::stream).toList())
                    .thenCompose(unsettled -> counts(unsettled, marked)));
  }

  /** Nobody unmarks what he settles: this does, on every replica, again and again. */
  private CompletionStage<Counts> counts(List<Reservation> unsettled, List<ReservationId> marked) {
    Set<ReservationId> open =
        unsettled.stream()
            .filter(record -> record.status().isOpen())
            .map(Reservation::id)
            .collect(Collectors.toSet());
    List<ReservationId> settled = marked.stream().filter(id -> !open.contains(id)).toList();
    Counts counts =
        new Counts(
            open.size(), unsettled.size() - open.size(), (long) marked.size() - settled.size());
    return settled.isEmpty()
        ? CompletableFuture.completedStage(counts)
        : unmark(settled).handle((done, failure) -> counts);
  }

  /** All that were entered, but for those that are open; an entry without a record is counted. */
  @Override
  public CompletionStage<Ended> ended(Instant from) {
    return lasts()
        .thenCompose(lasts -> tally.since(lasts, from))
        .thenCompose(
            entered ->
                candidates()
                    .thenCompose(this::findAll)
                    .thenApply(
                        records ->
                            new Ended(
                                entered.count() - openSince(records, entered.since()),
                                entered.since())));
  }

  private static long openSince(Map<ReservationId, Reservation> records, Instant since) {
    return records.values().stream()
        .filter(record -> record.status().isOpen() && !record.createdAt().isBefore(since))
        .count();
  }
}
