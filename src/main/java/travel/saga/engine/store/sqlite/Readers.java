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
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads;

  Readers(Database database, int count) {
    this.database = database;
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

  private <T> void answer(Query<T> query, CompletableFuture<T> future) {
    T result;
    try {
      result = call(query);
    } catch (RuntimeException e) {
      future.completeExceptionally(
          e instanceof StoreException ? e : new StoreException("A read failed: " + e, e));
      return;
    }
    future.complete(result);
  }

  /** Reads on the caller's thread. */
  <T> T call(Query<T> query) {
    Session session = idle.poll();
    if (session == null) {
      session = database.openReader();
    }
    try {
      return query.read(session);
    } catch (SQLException e) {
      throw new StoreException("The data could not be read: " + e.getMessage(), e);
    } finally {
      idle.add(session);
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
    Session session;
    while ((session = idle.poll()) != null) {
      Database.close(session);
    }
  }

  @FunctionalInterface
  interface Query<T> {
    T read(Session session) throws SQLException;
  }
}
