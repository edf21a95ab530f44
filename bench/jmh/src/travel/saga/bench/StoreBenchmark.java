package travel.saga.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.Synchronous;
import travel.saga.engine.store.sqlite.SqliteStorage;

/**
 * A turn into a file that does not wait for the disk: what arrived and the turn itself, which are
 * two transactions, from this thread through the writer's and back.
 */
@State(Scope.Thread)
public class StoreBenchmark extends InMicroseconds {
  private static final int TOGETHER = 64;

  private final Path directory = directory();
  private final SqliteStorage storage =
      SqliteStorage.open(directory.resolve("data.db"), Synchronous.NORMAL, Runnable::run);
  private final HistoryStore store = storage.histories();
  private final SagaCommits sagas = new SagaCommits();

  /** One saga at a time: each transaction is a commit of its own. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public void turnAlone() {
    for (List<Change> changes : sagas.next()) {
      store.commit(changes).join();
    }
  }

  /** 64 sagas at a time: the writer takes into one commit what waits for it. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS * TOGETHER)
  public void turnAmong64() {
    List<List<List<Change>>> all = Stream.generate(sagas::next).limit(TOGETHER).toList();
    for (int step = 0; step < SagaCommits.COMMITS; step++) {
      List<CompletableFuture<Void>> commits = new ArrayList<>(TOGETHER);
      for (List<List<Change>> saga : all) {
        commits.add(store.commit(saga.get(step)));
      }
      commits.forEach(CompletableFuture::join);
    }
  }

  @TearDown
  public void close() throws IOException {
    storage.close();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory(Path.of("target", "jmh"), "store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
