package travel.saga.conformance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An activity that takes as long as the test wants. */
final class Pause {
  private Pause() {}

  static void until(CountDownLatch opened) {
    try {
      if (!opened.await(Rig.LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test did not go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker was closed", e);
    }
  }
}
