package travel.saga.engine.store.sqlite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.StoreException;

/**
 * The one thread that writes. It takes whatever waits, does it in one transaction, and completes
 * the futures after the commit: one wait for the disk serves all. A mutation that fails costs its
 * neighbours a second run, not their success.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Writer.class.getName());
  private static final int MOST_IN_A_BATCH = 256;
  private static final int SATURATED = 20_000;
  private static final long TRY_AGAIN_MILLIS = 1_000;

  private final Session session;
  private final FileHealth health;
  private final Executor completions;
  private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LongAdder commits = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final Thread thread;
  private volatile @Nullable StoreException ended; // why the thread takes no more jobs

  /**
   * @param completions runs the completions of a whole batch as one task
   */
  Writer(Session session, FileHealth health, Executor completions) {
    this.session = session;
    this.health = health;
    this.completions = completions;
    this.thread = new Thread(this::run, "engine-writer");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** A job that the thread may never see is failed here: none is left without an answer. */
  <T> CompletableFuture<T> submit(Mutation<T> mutation) {
    Job<T> job = new Job<>(mutation);
    if (closed.get()) {
      job.fail(closedException());
      job.complete();
      return job.future;
    }
    queue.add(job);
    StoreException reason = ended;
    if (reason != null && queue.remove(job)) {
      job.fail(new StoreException(String.valueOf(reason.getMessage()), reason));
      job.complete();
    }
    return job.future;
  }

  boolean isSaturated() {
    return queue.size() > SATURATED;
  }

  int depth() {
    return queue.size();
  }

  long commits() {
    return commits.sum();
  }

  long committed() {
    return committed.sum();
  }

  private void run() {
    List<Job<?>> batch = new ArrayList<>(MOST_IN_A_BATCH);
    StoreException reason = closedException();
    try {
      writeUntilTheLast(batch);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "Nothing can be stored any more: the writer failed", e);
      reason = new StoreException("Nothing is stored until the engine is started anew: " + e, e);
      health.ended(String.valueOf(reason.getMessage()));
    }
    end(batch, reason);
  }

  private void writeUntilTheLast(List<Job<?>> batch) {
    boolean last = false;
    while (!last) {
      try {
        batch.add(next());
      } catch (InterruptedException e) {
        continue; // only close() ends this thread, by its last job
      }
      queue.drainTo(batch, MOST_IN_A_BATCH - 1);
      last = batch.removeIf(job -> job == Job.LAST);
      if (!batch.isEmpty()) {
        write(batch);
        List<Job<?>> done = List.copyOf(batch);
        completions.execute(() -> done.forEach(Job::complete));
        batch.clear();
      }
    }
  }

  /** While nothing can be written, an empty commit is tried: what stands still asks for none. */
  private Job<?> next() throws InterruptedException {
    if (!health.mayPass()) {
      return queue.take();
    }
    Job<?> job = queue.poll(TRY_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    return job == null ? new Job<>(session -> true) : job;
  }

  /** Whoever hands over a job from here on sees that the thread has ended, and takes it back. */
  private void end(List<Job<?>> unfinished, StoreException reason) {
    ended = reason;
    List<Job<?>> late = new ArrayList<>(unfinished);
    queue.drainTo(late);
    late.removeIf(job -> job == Job.LAST);
    late.forEach(job -> job.fail(reason));
    completions.execute(() -> late.forEach(Job::complete));
  }

  private void write(List<Job<?>> batch) {
    try {
      health.assertWritable();
      session.run("BEGIN IMMEDIATE");
    } catch (Exception | Error e) {
      failed(batch, e);
      return;
    }
    try {
      for (Job<?> job : batch) {
        job.run(session);
      }
    } catch (Exception | Error e) {
      if (batch.size() > 1) {
        rollBack();
        batch.forEach(job -> write(List.of(job)));
      } else {
        failed(batch, e);
      }
      return;
    }
    commit(batch);
  }

  private void commit(List<Job<?>> batch) {
    try {
      session.run(LogCheck.COUNT);
      session.run("COMMIT");
      batch.forEach(Job::committed);
      health.written();
      commits.increment();
      committed.add(batch.size());
    } catch (Exception | Error e) {
      failed(batch, e);
    }
  }

  private void failed(List<Job<?>> batch, Throwable cause) {
    rollBack();
    health.writeFailed(cause);
    batch.forEach(job -> job.fail(cause));
  }

  private void rollBack() {
    try {
      session.run("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself, as it does when the disk is full
    }
  }

  /** Writes what waits, then ends the thread. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.add(Job.LAST);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static StoreException closedException() {
    return new StoreException("The engine is closed.");
  }

  @FunctionalInterface
  interface Mutation<T> {
    T apply(Session session) throws SQLException;
  }

  private static final class Job<T> {
    static final Job<Boolean> LAST = new Job<>(session -> true);

    final CompletableFuture<T> future = new CompletableFuture<>();
    private final Mutation<T> mutation;
    private @Nullable T result;
    private @Nullable StoreException failure;
    private boolean committed;

    Job(Mutation<T> mutation) {
      this.mutation = mutation;
    }

    void run(Session session) throws SQLException {
      result = mutation.apply(session);
    }

    void committed() {
      committed = true;
    }

    /** What was committed cannot fail any more. */
    void fail(Throwable cause) {
      if (!committed) {
        failure =
            cause instanceof StoreException known
                ? known
                : new StoreException("The data could not be written: " + cause.getMessage(), cause);
      }
    }

    @SuppressWarnings("NullAway") // a result there is, unless there is a failure
    void complete() {
      if (failure != null) {
        future.completeExceptionally(failure);
      } else {
        future.complete(result);
      }
    }
  }
}
