package travel.saga.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The directory with the engine's file, held by one engine at a time. */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK_FILE = "engine.lock";
  private static final String DATA_FILE = "engine.db";

  /**
   * Directories held within this process. Asking the operating system would not do: closing a
   * second channel to the lock file lets go of the first one's lock, and so does the collection of
   * a channel that nobody refers to.
   */
  private static final Map<Path, DataDirectory> HELD_HERE = new HashMap<>();

  /** Second line of the lock file, once there is a data file beside it. */
  private static final String KEEPS = DATA_FILE;

  private final Path path;
  private final FileChannel channel;
  private final boolean kept;

  private DataDirectory(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.kept = read(channel).contains(KEEPS);
    write(channel, kept);
  }

  /**
   * Creates the directory if need be and takes hold of it.
   *
   * @throws DataDirectoryInUseException if another engine holds it
   * @throws EngineStartException if it cannot be created or written to
   */
  static DataDirectory hold(Path given) {
    Path path = given.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      path = path.toRealPath();
    } catch (IOException e) {
      throw unusable(path, e);
    }
    synchronized (HELD_HERE) {
      if (HELD_HERE.containsKey(path)) {
        throw new DataDirectoryInUseException(path, "another engine of this process");
      }
      try {
        DataDirectory directory = locked(path);
        HELD_HERE.put(path, directory);
        return directory;
      } catch (IOException e) {
        throw unusable(path, e);
      }
    }
  }

  private static DataDirectory locked(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new DataDirectoryInUseException(path, holder(channel));
      }
      return new DataDirectory(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static EngineStartException unusable(Path path, IOException e) {
    return new EngineStartException(
        "The data directory "
            + path
            + " cannot be used ("
            + e.getClass().getSimpleName()
            + ": "
            + e.getMessage()
            + "): make it a directory that this process may write to.",
        e);
  }

  Path dataFile() {
    return path.resolve(DATA_FILE);
  }

  /**
   * A data file that has gone is not made anew in silence, and a log without its file, which SQLite
   * would delete, is left alone.
   *
   * @throws EngineStartException if there is no data where there was some
   */
  void assertKept() {
    long log = size(path.resolve(DATA_FILE + "-wal"));
    if (size(dataFile()) == 0 && (kept || log > 0)) {
      throw new EngineStartException(
          "The data file "
              + dataFile()
              + " is missing or empty, though an engine has kept its data there: restore it from a"
              + " backup, or name another directory; to begin anew, delete the whole directory.");
    }
  }

  /** From here on there is a data file, which later starts are to find. */
  void keeps() throws IOException {
    if (!kept) {
      write(channel, true);
    }
  }

  private static long size(Path file) {
    return file.toFile().length(); // 0 if there is none
  }

  private static void write(FileChannel channel, boolean keeps) throws IOException {
    String lines = ProcessHandle.current().pid() + "\n" + (keeps ? KEEPS + "\n" : "");
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
    int length = bytes.remaining();
    channel.write(bytes, 0); // before what is behind it goes: no moment without the second line
    channel.truncate(length);
    channel.force(true);
  }

  private static List<String> read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private static String holder(FileChannel channel) {
    try {
      List<String> lines = read(channel);
      return lines.isEmpty() ? "another process" : "the process " + lines.get(0);
    } catch (IOException e) {
      return "another process";
    }
  }

  /** Lets go. The file stays: deleting it would let two others hold one each. */
  @Override
  public void close() {
    synchronized (HELD_HERE) {
      try {
        channel.close();
      } catch (IOException e) {
        // the end of the process releases the lock, too
      }
      HELD_HERE.remove(path);
    }
  }
}
