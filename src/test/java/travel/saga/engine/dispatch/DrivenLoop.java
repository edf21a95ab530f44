package travel.saga.engine.dispatch;

import java.time.Clock;

/** A loop without a thread of its own: nothing happens on it but what the test makes happen. */
public final class DrivenLoop {
  private final Loop loop;

  public DrivenLoop(Clock clock) {
    loop = new Loop(clock, DrivenLoop::threadThatNeverRuns);
  }

  public Loop loop() {
    return loop;
  }

  public boolean hasWork() {
    return loop.hasWork();
  }

  public void burst() {
    loop.burst();
  }

  /** The end of time if there is none. */
  public long nextAlarmMillis() {
    return loop.nextAlarmMillis();
  }

  private static Thread threadThatNeverRuns(Runnable task) {
    return new Thread(task) {
      @Override
      public synchronized void start() {
        // the test runs the bursts
      }
    };
  }
}
