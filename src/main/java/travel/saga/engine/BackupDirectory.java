package travel.saga.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** A directory of copies of the data file, each under its name only when it is whole. */
record BackupDirectory(Path path) {
  /** What is being written; one that is found is of a process that was killed. */
  private static final String UNFINISHED = "unfinished";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'engine-'uuuuMMdd'T'HHmmss.SSS'Z.db'").withZone(ZoneOffset.UTC);

  /**
   * Not for two at a time.
   *
   * @param copy writes the file that it is given; what it throws is passed on, and leaves nothing
   */
  Backup add(Instant now, Consumer<Path> copy) throws IOException {
    Path unfinished = path.resolve(UNFINISHED);
    Files.deleteIfExists(unfinished);
    try {
      copy.accept(unfinished);
      force(unfinished); // SQLite does not
      Path file = path.resolve(NAME.format(now));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      forceName();
      return new Backup(String.valueOf(file.getFileName()), Files.size(file), now);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void forceName() {
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // not every system lets a directory be opened; then it sees to its names by itself
    }
  }
}
