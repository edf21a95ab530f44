package travel.saga.engine.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.Synchronous;
import travel.saga.engine.store.sqlite.SqliteStorage;

/**
 * A data file. When the process dies, its next life finds a copy of file and log as they were at
 * that moment: what the old one had handed to the operating system, without the tidying up of a
 * close. The end of a process takes nothing of that away, so {@link Synchronous#NORMAL} is as good
 * as FULL here.
 */
final class SqliteDisk implements Disk {
  private static final List<String> SUFFIXES = List.of("", "-wal");

  private final Path directory;
  private int life;
  private @Nullable SqliteStorage storage;

  SqliteDisk(Path directory) {
    this.directory = directory;
  }

  @Override
  public HistoryStore open() {
    SqliteStorage opened = SqliteStorage.open(file(life, ""), Synchronous.NORMAL, Runnable::run);
    storage = opened;
    return opened.histories();
  }

  @Override
  public void processDied() {
    try {
      for (String suffix : SUFFIXES) {
        if (Files.exists(file(life, suffix))) {
          Files.copy(file(life, suffix), file(life + 1, suffix));
        }
      }
      close();
      for (String suffix : SUFFIXES) {
        Files.deleteIfExists(file(life, suffix));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    life++;
  }

  @Override
  public void close() {
    if (storage != null) {
      storage.close();
      storage = null;
    }
  }

  private Path file(int number, String suffix) {
    return directory.resolve("life-" + number + ".db" + suffix);
  }
}
