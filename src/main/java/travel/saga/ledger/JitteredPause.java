package travel.saga.ledger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * Waits a random time, longer at most with each lost race, so that many who fight for one row
 * spread out. With 64 of them and a store that answers in 5 ms a few tries are enough; all tries
 * together wait some three seconds on average, well within an attempt's deadline.
 */
@Singleton
class JitteredPause implements Pause {
  private static final long FIRST_MILLIS = 2;
  private static final long CAP_MILLIS = 128;

  private final LongUnaryOperator randomBelow;
  private final Sleeper sleeper;

  /** How the thread sleeps. */
  interface Sleeper {
    void sleep(long millis) throws InterruptedException;
  }

  @Inject
  JitteredPause() {
    this(bound -> ThreadLocalRandom.current().nextLong(bound), Thread::sleep);
  }

  /**
   * @param randomBelow a number from 0 to below its argument
   */
  JitteredPause(LongUnaryOperator randomBelow, Sleeper sleeper) {
    this.randomBelow = randomBelow;
    this.sleeper = sleeper;
  }

  @Override
  public void after(int tries) {
    try {
      sleeper.sleep(randomBelow.applyAsLong(longestMillis(tries)) + 1);
    } catch (InterruptedException e) {
      throw Await.interrupted();
    }
  }

  private static long longestMillis(int tries) {
    return tries > 6 ? CAP_MILLIS : FIRST_MILLIS << (tries - 1);
  }
}
