package travel.saga.dapr;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import travel.saga.reservation.SettingException;

/** Backups of the embedded engine's file. */
@ConfigMapping(prefix = "reservations.backup")
public interface BackupConfig {
  /** Where they are written; made if missing. Without it there are none. */
  Optional<String> dir();

  /**
   * The directory, which is there and may be written to.
   *
   * @throws SettingException if it cannot be used
   */
  default Optional<Path> directory() {
    return dir().map(BackupConfig::usable);
  }

  private static Path usable(String name) {
    Path directory = Path.of(name).toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw unusable(name);
    }
    if (!Files.isWritable(directory)) {
      throw unusable(name);
    }
    return directory;
  }

  private static SettingException unusable(String name) {
    return new SettingException(
        "reservations.backup.dir",
        name,
        "name a directory that this process may write to, or remove it.");
  }
}
