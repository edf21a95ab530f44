package travel.saga.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Directories under {@code target} that are filled once, and anew when their recipe changes. */
final class Prepared {
  private static final Path TARGET = Path.of("target");

  private Prepared() {}

  /**
   * @param recipe says what has to be in the directory
   * @param fill puts it there, or fails
   */
  static Path directory(String name, Path recipe, Consumer<Path> fill) {
    return OneAtATime.make(name, () -> filled(name, recipe, fill));
  }

  private static Path filled(String name, Path recipe, Consumer<Path> fill) {
    Path directory = TARGET.resolve(name).toAbsolutePath();
    Path followed = directory.resolve("followed-recipe");
    try {
      byte[] wanted = Files.readAllBytes(recipe);
      if (!Files.exists(followed) || !Arrays.equals(wanted, Files.readAllBytes(followed))) {
        if (Files.exists(directory)) {
          Directories.delete(directory);
        }
        Files.createDirectories(directory);
        fill.accept(directory);
        Files.write(followed, wanted);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
