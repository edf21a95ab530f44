package travel.saga.dapr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import travel.saga.engine.store.StoreException;
import travel.saga.execution.Backup;
import travel.saga.execution.BackupFailedException;
import travel.saga.execution.BackupRefusedException;
import travel.saga.execution.Backups;

/** {@link Backups} of an engine that keeps a file of its own, into a directory that is set. */
final class EngineBackups implements Backups {
  private final Optional<DataCopies> copies;
  private final Optional<Path> directory;
  private final Executor blocking;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * @param copies of the engine's data; empty where it keeps none of its own
   * @param directory where they are to be; empty where none is set
   */
  EngineBackups(Optional<DataCopies> copies, Optional<Path> directory, Executor blocking) {
    this.copies = copies;
    this.directory = directory;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<Backup> make() {
    if (copies.isEmpty()) {
      return refused(
          "The data is in the state store of the Dapr sidecar. Use the backup of that database.");
    }
    if (directory.isEmpty()) {
      return refused(
          "There is no directory for backups. Set reservations.backup.dir and start the service"
              + " again.");
    }
    if (!running.compareAndSet(false, true)) {
      return refused("A backup is being made. Ask for another one when it is done.");
    }
    return CompletableFuture.supplyAsync(() -> copy(copies.get(), directory.get()), blocking)
        .whenComplete((made, failure) -> running.set(false));
  }

  private static Backup copy(DataCopies copies, Path directory) {
    try {
      var copy = copies.copyTo(directory);
      return new Backup(copy.file(), copy.bytes(), copy.takenAt());
    } catch (IOException | StoreException failure) {
      throw new BackupFailedException(failure);
    }
  }

  private static CompletionStage<Backup> refused(String sentence) {
    return CompletableFuture.failedFuture(new BackupRefusedException(sentence));
  }
}
