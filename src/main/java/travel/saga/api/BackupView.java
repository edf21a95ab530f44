package travel.saga.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import travel.saga.execution.Backup;

/** A backup that was made. */
@Schema(name = "Backup")
record BackupView(
    @Schema(required = true, description = "Its name in the directory of backups") String file,
    @Schema(required = true) long bytes,
    @Schema(
            required = true,
            description = "Everything is in it that was acknowledged before",
            examples = "2026-11-20T09:30:00Z")
        String takenAt) {

  static BackupView of(Backup backup) {
    return new BackupView(backup.file(), backup.bytes(), backup.takenAt().toString());
  }
}
