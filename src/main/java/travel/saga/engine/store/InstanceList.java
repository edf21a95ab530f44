package travel.saga.engine.store;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Progress;

/**
 * The instances in the order of their rows, the newest first: an id that is started again keeps its
 * place. Pages behind one another neither repeat nor skip what was there when the first was read.
 * May be used by any thread; a future ends with {@link StoreException} when the storage fails.
 */
public interface InstanceList {
  /** What is above the highest row number. */
  long NEWEST = Long.MAX_VALUE;

  /**
   * At most {@code limit} of the instances behind {@code before}. So that a call's work is bounded,
   * it looks through some ten thousand rows and no more: a page may be short, or empty, with rows
   * to go on from. With {@link Filter#created} it begins and ends near the rows of that time, and
   * leaves out an id that was started again, and had its place long before.
   *
   * @param before the row of the page before, or {@link #NEWEST}
   */
  CompletableFuture<Page> newest(Filter filter, long before, int limit);

  /** Those with these ids, in no order; none for an id that there is not. */
  CompletableFuture<List<Row>> find(List<String> ids);

  /** How many instances there are of each status. */
  CompletableFuture<Map<OrchestrationStatus, Long>> counts();

  /**
   * Which instances; all of what is said holds.
   *
   * @param statuses one of these; none means any
   * @param name the workflow's; null for any
   * @param text a part of the id; the whole id of an instance is that one and those whose ids begin
   *     with it and a {@code ~}; null for any
   * @param created when; of an id that was started again the last time
   */
  record Filter(
      Set<OrchestrationStatus> statuses,
      @Nullable String name,
      @Nullable String text,
      Period created) {
    public static final Filter ALL = new Filter(Set.of(), null, null, Period.ALL);
  }

  /**
   * A stretch of time, to the millisecond.
   *
   * @param from the first moment; null for any
   * @param before the first moment behind; null for any
   */
  record Period(@Nullable Instant from, @Nullable Instant before) {
    public static final Period ALL = new Period(null, null);
  }

  /**
   * @param next the row to go on from; null behind the last
   */
  record Page(List<Row> rows, @Nullable Long next) {}

  /** An instance without its payloads and history. */
  record Row(Identity identity, Progress progress) {}
}
