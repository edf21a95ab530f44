package travel.saga.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
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

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
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
        DataDirectory directory = new DataDirectory(path, lock(path));
        HELD_HERE.put(path, directory);
        return directory;
      } catch (IOException e) {
        throw unusable(path, e);
      }
    }
  }

  private static FileChannel lock(Path path) throws IOException {
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
      writePid(channel);
      return channel;
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

  private static void writePid(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  private static String holder(FileChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    try {
      channel.read(buffer, 0);
    } catch (IOException e) {
      return "another process";
    }
    String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "another process" : "the process " + pid;
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
