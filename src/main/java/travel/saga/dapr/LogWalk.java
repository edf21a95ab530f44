package travel.saga.dapr;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.LogCursor.Place;
import travel.saga.dapr.LogPage.Entry;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.TimeRange;

/**
 * Walks the {@link ReservationLog} from its newest entries, or a cursor, to its oldest. Of the next
 * entries of all shards the one with the latest id comes first. Since a place of the log never
 * changes, a walk that goes on from its cursor neither repeats nor skips an entry, in whatever
 * order several replicas have entered their ids.
 *
 * <p>An id may stand in the log more than once. Only the entry that was made for the record that is
 * there counts; it tells the record's time.
 */
final class LogWalk implements PageFill.Rows {
  /** A shard with so few entries left is read on together with those that have none. */
  private static final int FEW = 8;

  /** What is not of interest is passed at once, lest it hold back what is behind it. */
  private static final Comparator<Shard> NEXT =
      Comparator.comparing(Shard::isNextOutdated).thenComparing(Shard::nextId);

  private final ReservationLog log;
  private final Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>>
      records;
  private final TimeRange created;
  private final List<Shard> shards;
  private LogCursor cursor;

  private LogWalk(
      ReservationLog log,
      Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>> records,
      TimeRange created,
      List<Shard> shards) {
    this.log = log;
    this.records = records;
    this.created = created;
    this.shards = shards;
    this.cursor = new LogCursor(shards.stream().map(shard -> shard.start).toList());
  }

  /**
   * @param lasts the last page of each shard
   * @param from null: from the newest entries on
   * @param created records of another time are not read; a shard ends with the first page that
   *     begins long before
   */
  static LogWalk of(
      ReservationLog log,
      List<LogPage> lasts,
      @Nullable LogCursor from,
      TimeRange created,
      Function<List<ReservationId>, CompletionStage<Map<ReservationId, Reservation>>> records) {
    Instant begin = created.from();
    Instant end = begin == null ? null : begin.minus(IdRange.SLACK);
    List<Shard> shards =
        IntStream.range(0, lasts.size())
            .mapToObj(
                number ->
                    new Shard(
                        number,
                        lasts.get(number),
                        from == null ? null : from.places().get(number),
                        end))
            .toList();
    return new LogWalk(log, records, created, shards);
  }

  private record Step(Entry entry, LogCursor here, LogCursor behind) {}

  @Override
  public CompletionStage<PageFill.Chunk> next(int limit) {
    List<Step> steps = new ArrayList<>();
    return walk(limit, steps).thenCompose(done -> chunk(steps));
  }

  private CompletionStage<Boolean> walk(int limit, List<Step> steps) {
    return readOn()
        .thenCompose(
            read -> {
              while (steps.size() < limit && shards.stream().noneMatch(Shard::isToBeReadOn)) {
                Optional<Shard> next = shards.stream().filter(Shard::hasUnread).max(NEXT);
                if (next.isEmpty()) {
                  return CompletableFuture.completedStage(true);
                }
                steps.add(step(next.get()));
              }
              return steps.size() < limit
                  ? walk(limit, steps)
                  : CompletableFuture.completedStage(true);
            });
  }

  private Step step(Shard shard) {
    Placed placed = shard.unread.removeFirst();
    LogCursor here = cursor;
    cursor = cursor.at(shard.number, placed.place());
    return new Step(placed.entry(), here, cursor);
  }

  /** One more page of every shard that has few entries left. */
  private CompletionStage<?> readOn() {
    List<Shard> few =
        shards.stream().filter(shard -> shard.hasPages() && shard.unread.size() < FEW).toList();
    return log.full(few.stream().map(Shard::nextPage).toList())
        .thenAccept(
            pages -> {
              for (int i = 0; i < few.size(); i++) {
                few.get(i).take(pages.get(i));
              }
            });
  }

  private CompletionStage<PageFill.Chunk> chunk(List<Step> steps) {
    List<Step> first =
        steps.stream()
            .filter(step -> !step.entry().again() && created.contains(step.entry().at()))
            .toList();
    boolean ended = shards.stream().noneMatch(shard -> shard.hasUnread() || shard.hasPages());
    LogCursor behind = cursor;
    return records
        .apply(first.stream().map(step -> step.entry().id()).distinct().toList())
        .thenApply(
            found ->
                new PageFill.Chunk(
                    first.stream().map(step -> row(step, found)).toList(),
                    steps.size(),
                    ended ? null : behind));
  }

  private static PageFill.Row row(Step step, Map<ReservationId, Reservation> found) {
    return new PageFill.Row(
        Optional.ofNullable(found.get(step.entry().id()))
            .filter(record -> record.createdAt().equals(step.entry().at())),
        step.here(),
        step.behind());
  }

  private record Placed(Entry entry, Place place) {}

  /** What is left of a shard: entries that are read, newest first, and pages before them. */
  private static final class Shard {
    private final int number;
    private final Place start;
    private final @Nullable Instant end;
    private final Deque<Placed> unread = new ArrayDeque<>();
    private int pages;

    /** A place behind the last page is none, or not there yet for this replica: it is the end. */
    Shard(int number, LogPage last, @Nullable Place from, @Nullable Instant end) {
      this.number = number;
      this.end = end;
      this.start = from == null ? new Place(last.number(), last.entries().size()) : from;
      this.pages = Math.min(start.page(), last.number()) + 1;
      if (pages > last.number()) {
        take(last.entries());
      }
    }

    boolean hasUnread() {
      return !unread.isEmpty();
    }

    boolean hasPages() {
      return pages > 0;
    }

    boolean isToBeReadOn() {
      return unread.isEmpty() && hasPages();
    }

    boolean isNextOutdated() {
      return unread.getFirst().entry().again();
    }

    String nextId() {
      return unread.getFirst().entry().id().value();
    }

    ReservationLog.PageNumber nextPage() {
      return new ReservationLog.PageNumber(number, pages - 1);
    }

    void take(List<Entry> entries) {
      pages--;
      int size = entries.size();
      int behind = pages == start.page() ? Math.min(start.index(), size) : size;
      for (int index = behind - 1; index >= 0; index--) {
        unread.addLast(new Placed(entries.get(index), new Place(pages, index)));
      }
      if (end != null && size > 0 && entries.get(0).at().isBefore(end)) {
        pages = 0;
      }
    }
  }
}
