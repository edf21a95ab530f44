package travel.saga.engine;

import java.time.Instant;

/**
 * A copy of the data file that is whole and on the disk.
 *
 * @param file its name in the directory of backups
 * @param takenAt everything is in it that was stored before
 */
public record Backup(String file, long bytes, Instant takenAt) {}
