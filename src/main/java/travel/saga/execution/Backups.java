package travel.saga.execution;

import java.util.concurrent.CompletionStage;

/** Copies of the data, made while the service works. Safe for many threads; never blocks. */
public interface Backups {
  /**
   * Makes one. The stage completes when it is on the disk under its name; exceptionally with {@link
   * BackupRefusedException} when there is nothing to copy from or to here, or another one is being
   * made; with {@link BackupFailedException} when it could not be made, or the service stops: then
   * nothing of it is left.
   */
  CompletionStage<Backup> make();
}
