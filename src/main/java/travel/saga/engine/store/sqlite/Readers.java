package travel.saga.engine.store.sqlite;

import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import travel.saga.engine.store.StoreException;

/** A few threads that read, each query on a connection that nobody else uses meanwhile. */
final class Readers implements AutoCloseable {
  private final Database database;
  private final FileHealth health;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads;
  private volatile boolean closed;

  Readers(Database database, FileHealth health, int count) {
    this.database = database;
    this.health = health;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "engine-reader");
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> CompletableFuture<T> submit(Query<T> query) {
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      threads.execute(() -> answer(query, future));
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(new StoreException("The engine is closed."));
    }
    return future;
  }

  /** The same for a query of several statements, which all see what is stored at one moment. */
  <T> CompletableFuture<T> submitTogether(Query<T> query) {
    return submit(
        session -> {
          session.run("BEGIN");
          try {
            return query.read(session);
          } finally {
            session.run("COMMIT");
          }
        });
  }

  private <T> void answer(Query<T> query, CompletableFuture<T> future) {
    T result;
    try {
      result = call(query);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(
          e instanceof StoreException ? e : new StoreException("A read failed: " + e, e));
      return;
    }
    future.complete(result);
  }

  /** Reads on the caller's thread. */
  <T> T call(Query<T> query) {
    if (closed) {
      throw new StoreException("The engine is closed.");
    }
    Session idled = idle.poll();
    Session session = idled == null ? database.openReader() : idled;
    boolean usable = false;
    try {
      T result = query.read(session);
      usable = true;
      return result;
    } catch (SQLException e) {
      health.readFailed(e);
      throw new StoreException("The data could not be read: " + e.getMessage(), e);
    } finally {
      putBack(session, usable);
    }
  }

  /** One that failed may be in the midst of a transaction, and would show the past for ever. */
  private void putBack(Session session, boolean usable) {
    if (usable) {
      idle.add(session);
    } else {
      Database.close(session);
    }
    if (closed) {
      closeIdle();
    }
  }

  private void closeIdle() {
    Session session;
    while ((session = idle.poll()) != null) {
      Database.close(session);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    closeIdle();
  }

  @FunctionalInterface
  interface Query<T> {
    T read(Session session) throws SQLException;
  }
}
