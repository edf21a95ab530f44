package travel.saga.engine.dispatch;

import travel.saga.SettableClock;

/**
 * A loop without a thread of its own: nothing happens on it but what the test makes happen. Time
 * passes as the clock is advanced, also after it was set back.
 */
public final class DrivenLoop {
  private final Loop loop;

  public DrivenLoop(SettableClock clock) {
    loop = new Loop(new SteadyClock(clock, clock::passedNanos), DrivenLoop::threadThatNeverRuns);
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

  /** Whether there is something to wait for. */
  public boolean hasAlarm() {
    return loop.nextAlarmMillis() < Long.MAX_VALUE;
  }

  public long millisToNextAlarm() {
    return Math.max(0, loop.nextAlarmMillis() - loop.nowMillis());
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
