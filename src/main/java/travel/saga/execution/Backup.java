package travel.saga.execution;

import java.time.Instant;

/**
 * A copy of all data, whole and on the disk.
 *
 * @param file its name in the directory of backups
 * @param takenAt everything is in it that was acknowledged before
 */
public record Backup(String file, long bytes, Instant takenAt) {}
