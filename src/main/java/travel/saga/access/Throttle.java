package travel.saga.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Lets every caller do something so often and no more often. Remembers a bounded number of callers;
 * one that is forgotten begins anew.
 */
public final class Throttle {
  private static final int MOST_CALLERS = 20_000;

  private final LoadingCache<String, Bucket> buckets;

  /**
   * @param burst how often at once
   * @param refill how many more may be done in each {@code period}
   */
  public Throttle(long burst, long refill, Duration period) {
    Bandwidth limit = Bandwidth.builder().capacity(burst).refillGreedy(refill, period).build();
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .build(caller -> Bucket.builder().addLimit(limit).build());
  }

  /** Zero when it may be done now, and then it counts; else how long to wait. */
  public Duration take(String caller) {
    ConsumptionProbe probe = buckets.get(caller).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  int callers() {
    buckets.cleanUp();
    return buckets.asMap().size();
  }
}
