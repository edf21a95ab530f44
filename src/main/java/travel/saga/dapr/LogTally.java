package travel.saga.dapr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import travel.saga.dapr.LogPage.Entry;
import travel.saga.dapr.ReservationLog.PageNumber;

/**
 * How many reservations were entered in the {@link ReservationLog} of late. Full pages never
 * change, so each is read once and its times are kept; a call reads a few of them and no more, and
 * the next call gets further back.
 */
final class LogTally {
  /** Of each shard, in one call: with all shards as many as the store reads in one. */
  static final int READ_AT_ONCE = 6;

  /** Of each shard: some 600,000 reservations in all. */
  static final int KEPT = 1200;

  private final ReservationLog log;
  private final List<NavigableMap<Integer, Times>> shards =
      IntStream.range(0, ReservationLog.SHARDS)
          .<NavigableMap<Integer, Times>>mapToObj(shard -> new ConcurrentSkipListMap<>())
          .toList();

  LogTally(ReservationLog log) {
    this.log = log;
  }

  /**
   * @param since how far back it goes
   */
  record Entered(long count, Instant since) {}

  /**
   * @param lasts the last page of each shard
   * @param from nothing older is of interest
   */
  CompletionStage<Entered> since(List<LogPage> lasts, Instant from) {
    List<PageNumber> missing = new ArrayList<>();
    for (int shard = 0; shard < lasts.size(); shard++) {
      missing.addAll(missing(shard, lasts.get(shard), from));
    }
    return log.full(missing)
        .thenApply(
            pages -> {
              for (int i = 0; i < pages.size(); i++) {
                PageNumber page = missing.get(i);
                shards.get(page.shard()).put(page.number(), Times.of(pages.get(i)));
              }
              return count(lasts, from);
            });
  }

  /** What is not known yet of the pages before the last, the newest first. */
  private List<PageNumber> missing(int shard, LogPage last, Instant from) {
    NavigableMap<Integer, Times> known = shards.get(shard);
    List<PageNumber> missing = new ArrayList<>();
    int oldest = Math.max(0, last.number() - KEPT);
    known.headMap(oldest).clear();
    for (int number = last.number() - 1; number >= oldest; number--) {
      Times times = known.get(number);
      if (times == null) {
        missing.add(new PageNumber(shard, number));
        if (missing.size() == READ_AT_ONCE) {
          break;
        }
      } else if (times.reachBack(from)) {
        break;
      }
    }
    return missing;
  }

  private Entered count(List<LogPage> lasts, Instant from) {
    List<List<Times>> read =
        IntStream.range(0, lasts.size())
            .mapToObj(shard -> together(lasts.get(shard), shards.get(shard), from))
            .toList();
    Instant since =
        IntStream.range(0, lasts.size())
            .mapToObj(shard -> reach(lasts.get(shard), read.get(shard), from))
            .reduce(from, (a, b) -> a.isAfter(b) ? a : b);
    long count =
        read.stream().flatMap(List::stream).mapToLong(times -> times.countFrom(since)).sum();
    return new Entered(count, since);
  }

  /** The last page and those before it that are known without a gap. */
  private static List<Times> together(LogPage last, Map<Integer, Times> known, Instant from) {
    List<Times> times = new ArrayList<>(List.of(Times.of(last.entries())));
    for (int number = last.number() - 1; number >= 0; number--) {
      Times next = known.get(number);
      if (next == null) {
        break;
      }
      times.add(next);
      if (next.reachBack(from)) {
        break;
      }
    }
    return times;
  }

  private static Instant reach(LogPage last, List<Times> times, Instant from) {
    Times oldest = times.get(times.size() - 1);
    return times.size() > last.number() || oldest.reachBack(from) ? from : oldest.begin();
  }

  /** When the reservations of a page were made, each counted where it was entered first. */
  private record Times(Instant begin, long[] millis) {
    static Times of(List<Entry> entries) {
      return new Times(
          entries.isEmpty() ? Instant.MAX : entries.get(0).at(),
          entries.stream()
              .filter(entry -> !entry.again())
              .mapToLong(entry -> entry.at().toEpochMilli())
              .toArray());
    }

    /** With the same allowance for clocks as a list has. */
    boolean reachBack(Instant from) {
      return begin.isBefore(from.minus(IdRange.SLACK));
    }

    long countFrom(Instant since) {
      long first = since.toEpochMilli();
      long count = 0;
      for (long at : millis) {
        count += at >= first ? 1 : 0;
      }
      return count;
    }
  }
}
