package travel.saga.engine;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.DispatchStats;
import travel.saga.engine.dispatch.Loop;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.grpc.DaprRuntimeService;
import travel.saga.engine.grpc.GrpcEndpoint;
import travel.saga.engine.grpc.TaskHubNames;
import travel.saga.engine.grpc.TaskHubService;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.StateStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.Synchronous;
import travel.saga.engine.store.sqlite.SqliteStorage;

/**
 * A durable workflow engine, state store and event log within the process, reached through gRPC as
 * a Dapr sidecar is. May be used by any thread.
 */
public final class EmbeddedEngine implements AutoCloseable {
  private final DataDirectory directory;
  private final Clock clock;
  private final Loop loop;
  private final SqliteStorage storage;
  private final WorkflowEngine workflows;
  private final GrpcEndpoint endpoint;
  private boolean closed;

  private EmbeddedEngine(EngineSettings settings, DataDirectory directory) throws IOException {
    this.directory = directory;
    this.clock = settings.clock();
    this.loop = new Loop(clock);
    this.storage = open(directory, settings.synchronous(), loop);
    this.workflows =
        new WorkflowEngine(
            settings.components().appId(),
            settings.limits(),
            loop,
            settings.clock(),
            storage.histories());
    workflows.start();
    this.endpoint =
        new GrpcEndpoint(
            List.of(
                TaskHubNames.both(new TaskHubService(workflows)),
                new DaprRuntimeService(
                        settings.components(),
                        workflows,
                        storage.states(),
                        storage.events(),
                        settings.clock())
                    .bindService()));
  }

  private static SqliteStorage open(DataDirectory directory, Synchronous synchronous, Loop loop)
      throws IOException {
    directory.assertKept();
    SqliteStorage storage = SqliteStorage.open(directory.dataFile(), synchronous, loop);
    try {
      directory.keeps();
      return storage;
    } catch (IOException e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Opens the data directory and takes up the work found there.
   *
   * @throws DataDirectoryInUseException if another engine holds the directory
   * @throws EngineStartException if the directory or its data cannot be used
   */
  public static EmbeddedEngine start(EngineSettings settings) {
    DataDirectory directory = DataDirectory.hold(settings.dataDirectory());
    try {
      return new EmbeddedEngine(settings, directory);
    } catch (StoreException | IOException e) {
      directory.close();
      throw new EngineStartException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** A new channel to the engine's services within the process; the caller closes it. */
  public ManagedChannel openChannel() {
    return endpoint.openChannel();
  }

  /**
   * Offers the services on 127.0.0.1 as well, in plain text.
   *
   * @param port 0 for any that is free
   * @return the port
   * @throws UncheckedIOException if the port cannot be had
   */
  public int listen(int port) {
    try {
      return endpoint.listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException("The engine cannot listen on port " + port + ".", e);
    }
  }

  /**
   * Keys of a state store, in the order of their UTF-8 bytes.
   *
   * @param after the last key of the page before; null for the first page
   * @throws StoreException if the storage cannot be read
   */
  public List<String> keys(String stateStore, String prefix, @Nullable String after, int limit) {
    return storage.states().keys(stateStore, prefix, after, limit);
  }

  /**
   * Values of a state store, the last key first.
   *
   * @param before the last key of the page before, which has the prefix; null for the first page
   * @throws StoreException if the storage cannot be read
   */
  public List<StateStore.Value> descending(
      String stateStore, String prefix, @Nullable String before, int limit) {
    return storage.states().descending(stateStore, prefix, before, limit);
  }

  /**
   * How many keys of a state store have the prefix.
   *
   * @throws StoreException if the storage cannot be read
   */
  public long countKeys(String stateStore, String prefix) {
    return storage.states().count(stateStore, prefix);
  }

  /** The workflow instances, the newest first. */
  public InstanceList instances() {
    return storage.instances();
  }

  /** Why nothing is stored at present and what to do about it; empty while all is well. */
  public Optional<String> trouble() {
    return storage.trouble();
  }

  /**
   * Copies all data into a new file in the directory, while the engine works; one copy at a time.
   *
   * @throws StoreException if it cannot be read or written, or the engine is closed meanwhile
   * @throws IOException if the copy cannot be brought to the disk under its name
   */
  public Backup backUp(Path backups) throws IOException {
    return new BackupDirectory(backups).add(clock.instant(), storage::copyTo);
  }

  /** Ends a copy that is being made, so that nobody waits for it; there is none from here on. */
  public void endBackups() {
    storage.endCopies();
  }

  public EngineStats stats() {
    DispatchStats dispatch = workflows.stats();
    return new EngineStats(
        dispatch.instances(),
        dispatch.turns(),
        dispatch.activities(),
        new EngineStats.Storage(storage.commits(), storage.mutations(), storage.writeQueueDepth()),
        dispatch.workers());
  }

  /**
   * Hands out no more work, ends the streams, stores what has been answered, and lets go of the
   * directory. What workers still hold is handed out again at the next start.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    workflows.stop().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> null).join();
    endpoint.close();
    storage.close();
    loop.close();
    directory.close();
  }
}
