package travel.saga.engine.crash;

import java.util.List;
import java.util.Random;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoreException;

/** When the storage refuses, and the engine has to go on. */
final class Faults {
  /** What the line begins with that tells of one, and of changes whose ids are random. */
  static final String FAILS = "fails: ";

  private static final double[] RATES = {0.01, 0.05, 0.2};

  private final Random random;
  private final DeathToll toll;
  private final Trace trace;
  private final double commits;
  private final double reads;

  /**
   * @param any whether there are to be any
   */
  Faults(Random random, DeathToll toll, Trace trace, boolean any) {
    this.random = random;
    this.toll = toll;
    this.trace = trace;
    boolean some = any && random.nextBoolean();
    this.commits = some ? RATES[random.nextInt(RATES.length)] : 0;
    this.reads = some && random.nextBoolean() ? RATES[random.nextInt(RATES.length)] : 0;
  }

  boolean any() {
    return commits > 0;
  }

  /** Which of the transactions that are written together fail: none, one of them, or all. */
  boolean[] failing(int count) {
    boolean[] failing = new boolean[count];
    if (random.nextDouble() < commits) {
      if (random.nextBoolean()) {
        java.util.Arrays.fill(failing, true); // the commit that all take part in
      } else {
        failing[random.nextInt(count)] = true;
      }
    }
    return failing;
  }

  /** Counts a transaction that fails. */
  StoreException commit(List<Change> changes) {
    Transaction kind = Transaction.of(changes);
    toll.failed(kind);
    trace.add(FAILS + "%s %s", kind, changes);
    return new StoreException("The disk is full.");
  }

  boolean readFails() {
    boolean fails = random.nextDouble() < reads;
    if (fails) {
      toll.failedRead();
      trace.add("the read fails");
    }
    return fails;
  }

  /** Whether the storage's refusal is what a caller is told. */
  static boolean isCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException) {
        return true;
      }
    }
    return false;
  }
}
