package travel.saga.engine.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the engine's memory. Others hand it tasks, which it runs in order; it
 * rings alarms, and after each burst of work it runs one closing step. Nothing on it may block.
 */
public final class Loop implements Executor, AutoCloseable {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final int BURST = 128;
  private static final int CANCELLED_TO_KEEP = 256;
  private static final long LONGEST_SLEEP_MILLIS = 30_000; // clocks get set, machines get suspended

  private final SteadyClock clock;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong((Alarm alarm) -> alarm.due)
              .thenComparingLong(alarm -> alarm.order));
  private final Thread thread;
  private Runnable afterBurst = () -> {};
  private long alarmsSet;
  private int cancelled; // of the alarms
  private volatile boolean asleep;
  private volatile boolean closed;

  public Loop(Clock clock) {
    this(new SteadyClock(clock, System::nanoTime), Thread::new);
  }

  /**
   * @param threads makes the loop's thread; one that never runs leaves the bursts to the caller
   */
  Loop(SteadyClock clock, ThreadFactory threads) {
    this.clock = clock;
    this.thread = threads.newThread(this::run);
    thread.setName("engine-dispatch");
    thread.setDaemon(true);
  }

  /**
   * @param closingStep runs after each burst of tasks and alarms
   */
  void start(Runnable closingStep) {
    this.afterBurst = closingStep;
    thread.start();
  }

  /** Runs the task on the loop's thread, behind those handed over before. From any thread. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Runs the action at or after the time, in epoch milliseconds. From the loop's thread. */
  Alarm at(long dueMillis, Runnable action) {
    Alarm alarm = new Alarm(dueMillis, alarmsSet++, action);
    alarms.add(alarm);
    return alarm;
  }

  /** Runs the action when so much time has passed. From the loop's thread. */
  Alarm after(long millis, Runnable action) {
    return at(nowMillis() + millis, action);
  }

  /** Takes an alarm back; one that has rung stays as it is. From the loop's thread. */
  void cancel(Alarm alarm) {
    if (alarm.action != null) {
      alarm.action = null;
      cancelled++;
      if (cancelled > CANCELLED_TO_KEEP && cancelled > alarms.size() / 2) {
        alarms.removeIf(each -> each.action == null);
        cancelled = 0;
      }
    }
  }

  /** Alarms that are kept, with those that are cancelled and not yet thrown away. */
  int alarms() {
    return alarms.size();
  }

  /** The engine's time, which is never set back. From the loop's thread. */
  long nowMillis() {
    return clock.millis();
  }

  /** What the clock says, also where it was set back. */
  long timeOfDayMillis() {
    return clock.timeOfDayMillis();
  }

  /** To be called before the start: the engine's time goes on from where it had come to. */
  void notBefore(long millis) {
    clock.notBefore(millis);
  }

  private void run() {
    while (!closed || !tasks.isEmpty()) {
      burst();
      sleep();
    }
  }

  /** Does some of what has been handed over, what is due, and the closing step. */
  void burst() {
    runTasks();
    ringAlarms();
    guarded(afterBurst);
  }

  /** Whether a burst would find something to do. */
  boolean hasWork() {
    return !tasks.isEmpty() || nextAlarmMillis() <= clock.millis();
  }

  /** When the next alarm is due, also one that was cancelled; the end of time if there is none. */
  long nextAlarmMillis() {
    Alarm next = alarms.peek();
    return next == null ? Long.MAX_VALUE : next.due;
  }

  private void runTasks() {
    for (int i = 0; i < BURST; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task);
    }
  }

  /** One that is set meanwhile waits for the next burst, even if it is due. */
  private void ringAlarms() {
    long now = clock.millis();
    long setBefore = alarmsSet;
    Alarm next = alarms.peek();
    while (next != null && next.due <= now && next.order < setBefore) {
      alarms.remove();
      ring(next);
      next = alarms.peek();
    }
  }

  private void ring(Alarm alarm) {
    Runnable action = alarm.action;
    if (action == null) {
      cancelled--;
    } else {
      alarm.action = null;
      guarded(action);
    }
  }

  private void sleep() {
    asleep = true;
    if (!closed && !hasWork()) {
      long millis = Math.min(nextAlarmMillis() - clock.millis(), LONGEST_SLEEP_MILLIS);
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    asleep = false;
  }

  /** A defect in one task must not stop the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A step of the engine failed", e);
    }
  }

  /** Runs what has been handed over, then ends the thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something to be done at a time. */
  static final class Alarm {
    private final long due;
    private final long order;
    private @Nullable Runnable action; // null once it has rung or was cancelled

    private Alarm(long due, long order, Runnable action) {
      this.due = due;
      this.order = order;
      this.action = action;
    }
  }
}
