package travel.saga.engine.store.sqlite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.StoreException;

/**
 * Whether the data file takes what is to be stored. A fault passes with the next commit; after a
 * {@linkplain FileFault#isLast last} one there is none. Used by any thread.
 */
final class FileHealth {
  private static final Logger LOG = System.getLogger(FileHealth.class.getName());

  private final Path file;
  private volatile @Nullable Trouble trouble;

  FileHealth(Path file) {
    this.file = file;
  }

  /** What is wrong and what to do, for an operator; empty while all is well. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(Trouble::sentence);
  }

  /** Whether a write may bring it to an end. */
  boolean mayPass() {
    Trouble now = trouble;
    return now != null && !now.isLast();
  }

  /** Whether nothing may be written any more. */
  boolean isLast() {
    Trouble now = trouble;
    return now != null && now.isLast();
  }

  /** Ends with the reason if nothing may be written any more. */
  void assertWritable() {
    Trouble now = trouble;
    if (now != null && now.isLast()) {
      throw new StoreException(now.sentence);
    }
  }

  /** A write has failed. */
  void writeFailed(Throwable cause) {
    note(FileFault.of(cause), cause);
  }

  /** A read has failed; of what that can come of, only damage is to keep others from writing. */
  void readFailed(Throwable cause) {
    FileFault fault = FileFault.of(cause);
    note(fault == FileFault.DAMAGED ? fault : null, cause);
  }

  /** A commit has succeeded. */
  void written() {
    if (mayPass()) {
      pass();
    }
  }

  private synchronized void pass() {
    if (mayPass()) {
      trouble = null;
      LOG.log(Level.INFO, "The data file {0} can be written again.", file);
    }
  }

  private synchronized void note(@Nullable FileFault fault, Throwable cause) {
    Trouble before = trouble;
    if (fault == null || (before != null && (before.isLast() || before.fault == fault))) {
      return;
    }
    String sentence = fault.sentence(file, cause.getMessage());
    trouble = new Trouble(fault, sentence);
    LOG.log(Level.ERROR, "Nothing is acknowledged: {0}", sentence);
  }

  /** Nobody writes any more, for a reason that is no fault of the file. */
  synchronized void ended(String sentence) {
    if (!isLast()) {
      trouble = new Trouble(null, sentence);
    }
  }

  /**
   * @param fault null for one that is not the file's, which does not pass
   */
  private record Trouble(@Nullable FileFault fault, String sentence) {
    boolean isLast() {
      return fault == null || fault.isLast();
    }
  }
}
