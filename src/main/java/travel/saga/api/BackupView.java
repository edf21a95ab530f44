package travel.saga.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import travel.saga.execution.Backup;

/**
 * A backup that was made.
 *
 * @param file its name in the directory of backups
 * @param takenAt everything is in it that was acknowledged before
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BackupView(String file, long bytes, Instant takenAt) {
  static BackupView of(Backup backup) {
    return new BackupView(backup.file(), backup.bytes(), backup.takenAt());
  }
}
