package travel.saga.engine.crash;

import java.util.Random;

/** When the engine dies. */
final class Deaths {
  private final DeathToll toll;
  private final boolean everywhere;
  private final double beforeOrAfter;
  private final double anyStep;
  private boolean spared;

  private Deaths(DeathToll toll, boolean everywhere, double beforeOrAfter, double anyStep) {
    this.toll = toll;
    this.everywhere = everywhere;
    this.beforeOrAfter = beforeOrAfter;
    this.anyStep = anyStep;
  }

  /** Every fourth schedule dies before and after each of its transactions, one after the other. */
  static Deaths choose(Random random, DeathToll toll) {
    if (random.nextInt(4) == 0) {
      return new Deaths(toll, true, 0, 0);
    }
    double[] rates = {0, 0.01, 0.05, 0.2};
    double[] steps = {0, 0.001, 0.01};
    return new Deaths(
        toll, false, rates[random.nextInt(rates.length)], steps[random.nextInt(steps.length)]);
  }

  /** Whether it dies so often that nothing else need go wrong. */
  boolean areEverywhere() {
    return everywhere;
  }

  int mostInstances() {
    return everywhere ? 3 : 8;
  }

  /** Whether each transaction is a commit of its own. */
  boolean oneByOne() {
    return everywhere;
  }

  boolean before(Transaction next, Random random) {
    boolean dies = everywhere ? !spared : random.nextDouble() < beforeOrAfter;
    spared = dies;
    if (dies) {
      toll.before(next);
    }
    return dies;
  }

  boolean after(Transaction last, boolean amidGroup, Random random) {
    boolean dies = everywhere || random.nextDouble() < beforeOrAfter;
    if (dies) {
      toll.after(last, amidGroup);
    }
    return dies;
  }

  boolean atAnyStep(Random random) {
    boolean dies = random.nextDouble() < anyStep;
    if (dies) {
      toll.elsewhere();
    }
    return dies;
  }
}
