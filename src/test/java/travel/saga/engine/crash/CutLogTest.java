package travel.saga.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.Scale;
import travel.saga.engine.store.Backlog.StoredTimer;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.StoredRun;
import travel.saga.engine.store.Synchronous;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;
import travel.saga.engine.store.sqlite.SqliteStorage;

/**
 * A disk that has lost the end of the log, or all of it: what is left is what the first so many
 * transactions have made, whole ones, in their order; or the engine does not open it.
 */
class CutLogTest {
  private static final int CUTS = Scale.of(40, 1_000);
  private static final int HEADER = 32;
  private static final int FRAME = 24 + 4096;

  @TempDir Path directory;
  private int files;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Scale.of(3, 20));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWholeTransactionsWhereverTheLogIsCut(int seed) throws Exception {
    List<List<Change>> transactions = recorded(seed);
    List<State> states = states(transactions);
    Left left = write(transactions, false);
    int reached = 0;
    for (int length : cuts(left.log.length, new Random(seed))) {
      State found = left.cut(length);
      while (reached < states.size() && !states.get(reached).equals(found)) {
        reached++;
      }
      assertThat(reached).as("cut at %s of %s", length, left.log.length).isLessThan(states.size());
    }
    assertThat(reached).as("with the whole log").isEqualTo(states.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWhatHadReachedTheFileWhereTheLogIsLost(int seed) throws Exception {
    List<List<Change>> transactions = recorded(seed);
    Left left = write(transactions, true);
    assertThat(left.cut(0)).isEqualTo(states(transactions).get(transactions.size()));
  }

  /** The log is in the file already, to its end; SQLite takes it for newer all the same. */
  @ParameterizedTest
  @MethodSource("seeds")
  void opensNoFileWhoseLogEndsBehindIt(int seed) throws Exception {
    List<List<Change>> transactions = recorded(seed);
    Left left = write(transactions, true);
    State whole = states(transactions).get(transactions.size());
    int refused = 0;
    for (int length : cuts(left.log.length, new Random(seed))) {
      try {
        assertThat(left.cut(length))
            .as("cut at %s of %s", length, left.log.length)
            .isEqualTo(whole);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("is damaged");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  /** What random workflows have stored, on an engine that dies again and again. */
  private static List<List<Change>> recorded(int seed) {
    RecordingDisk disk = new RecordingDisk();
    try (Simulation simulation = new Simulation(seed, disk, new DeathToll(), Trace.NONE)) {
      simulation.run();
    }
    return disk.transactions();
  }

  /** After none of the transactions, after the first, and so on. */
  private static List<State> states(List<List<Change>> transactions) {
    MemoryTables tables = new MemoryTables();
    List<State> states = new ArrayList<>();
    states.add(State.of(new MemoryHistoryStore(tables)));
    for (List<Change> transaction : transactions) {
      tables.apply(transaction);
      states.add(State.of(new MemoryHistoryStore(tables)));
    }
    return states;
  }

  /** Where frames end, where commits may end, and anywhere in between; shortest first. */
  private static Set<Integer> cuts(int length, Random random) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, 1, HEADER - 1, HEADER, length));
    int frames = (length - HEADER) / FRAME;
    for (int i = 0; i < CUTS; i++) {
      int end = HEADER + random.nextInt(frames + 1) * FRAME;
      cuts.add(end);
      cuts.add(Math.min(length, end + random.nextInt(FRAME)));
    }
    return cuts;
  }

  /**
   * Each transaction in a commit of its own; then the process is gone.
   *
   * @param copied whether what is in the log was brought into the file, as now and then happens
   */
  private Left write(List<List<Change>> transactions, boolean copied) throws Exception {
    Path file = directory.resolve("written.db");
    try (SqliteStorage storage = SqliteStorage.open(file, Synchronous.NORMAL, Runnable::run)) {
      for (List<Change> transaction : transactions) {
        storage.histories().commit(transaction).join();
      }
      if (copied) {
        copyLogIntoFile(file);
      }
      return new Left(Files.readAllBytes(file), Files.readAllBytes(log(file)));
    }
  }

  private static void copyLogIntoFile(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /** What a process has left. */
  private final class Left {
    private final byte[] file;
    private final byte[] log;

    Left(byte[] file, byte[] log) {
      this.file = file;
      this.log = log;
    }

    State cut(int length) throws IOException {
      Path cut = directory.resolve("cut-" + files++ + ".db");
      Files.write(cut, file);
      if (length > 0) { // else it is gone
        Files.write(log(cut), Arrays.copyOf(log, length));
      }
      try (SqliteStorage storage = SqliteStorage.open(cut, Synchronous.NORMAL, Runnable::run)) {
        return State.of(storage.histories());
      } finally {
        Files.delete(cut);
      }
    }
  }

  /** All there is of workflows. */
  private record State(
      List<@Nullable StoredRun> runs, List<String> unfinished, Set<StoredTimer> timers) {
    static State of(HistoryStore store) {
      List<@Nullable StoredRun> runs = new ArrayList<>();
      store
          .list(0, Integer.MAX_VALUE)
          .join()
          .forEach(listed -> runs.add(store.load(listed.instanceId()).join().orElse(null)));
      return new State(
          runs, store.backlog().instanceIds(), new HashSet<>(store.backlog().timers()));
    }
  }
}
