package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** What is made under {@code target} for all the JVMs that share the tests, by one of them. */
final class OneAtATime {
  private static final Path TARGET = Path.of("target");

  private OneAtATime() {}

  /** Waits while another process, or another thread, makes the thing of that name. */
  static synchronized <T> T make(String name, Supplier<T> make) {
    Path file = TARGET.resolve(name.replace('/', '-') + ".lock");
    try {
      Files.createDirectories(TARGET);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return make.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
