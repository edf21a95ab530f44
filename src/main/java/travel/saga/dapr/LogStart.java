package travel.saga.dapr;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import travel.saga.dapr.LogCursor.Place;
import travel.saga.dapr.LogPage.Entry;
import travel.saga.dapr.ReservationLog.PageNumber;

/**
 * Finds where in the {@link ReservationLog} what is older than a moment begins, by halving: a few
 * rounds, each of which reads a page of every shard in one call. A page begins with an entry that
 * was made when the page was begun, so that the first entries of pages stand in the order of time,
 * as far as clocks agree.
 */
final class LogStart {
  /** Behind the last entry of any page. */
  private static final int END_OF_PAGE = 99_999;

  private final ReservationLog log;
  private final Instant moment;
  private final List<Search> shards;

  private LogStart(ReservationLog log, Instant moment, List<LogPage> lasts) {
    this.log = log;
    this.moment = moment;
    this.shards =
        IntStream.range(0, lasts.size())
            .mapToObj(number -> new Search(number, lasts.get(number)))
            .toList();
  }

  /**
   * @param lasts the last page of each shard
   * @return where a walk begins that misses nothing older than the moment
   */
  static CompletionStage<LogCursor> of(ReservationLog log, List<LogPage> lasts, Instant moment) {
    return new LogStart(log, moment, lasts).find();
  }

  private CompletionStage<LogCursor> find() {
    List<Search> going = shards.stream().filter(Search::isGoing).toList();
    if (going.isEmpty()) {
      return CompletableFuture.completedStage(
          new LogCursor(shards.stream().map(Search::place).toList()));
    }
    return log.full(going.stream().map(Search::middle).toList())
        .thenCompose(
            pages -> {
              for (int i = 0; i < pages.size(); i++) {
                going.get(i).halve(pages.get(i));
              }
              return find();
            });
  }

  /** Of one shard: the pages before {@code low} begin before the moment, those from high on not. */
  private final class Search {
    private final int shard;
    private final LogPage last;
    private int low;
    private int high;

    Search(int shard, LogPage last) {
      this.shard = shard;
      this.last = last;
      this.high = last.number();
      if (beginsBefore(last.entries())) {
        low = last.number() + 1;
        high = low;
      }
    }

    boolean isGoing() {
      return low < high;
    }

    PageNumber middle() {
      return new PageNumber(shard, (low + high) >>> 1);
    }

    void halve(List<Entry> page) {
      int middle = (low + high) >>> 1;
      if (beginsBefore(page)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    /** Of the last page the end is its last entry of now: what comes later is newer. */
    Place place() {
      if (low > last.number()) {
        return new Place(last.number(), last.entries().size());
      }
      return low == 0 ? new Place(0, 0) : new Place(low - 1, END_OF_PAGE);
    }

    private boolean beginsBefore(List<Entry> page) {
      return !page.isEmpty() && page.get(0).at().isBefore(moment);
    }
  }
}
