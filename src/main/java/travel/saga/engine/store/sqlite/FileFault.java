package travel.saga.engine.store.sqlite;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What can be wrong with the data file that only an operator can mend. */
enum FileFault {
  FULL("has no room left on its disk", "make room, and the service goes on by itself", false),
  READ_ONLY(
      "cannot be written to",
      "make it, its directory and their file system writable for this process, then start the"
          + " service again",
      false),
  UNWRITABLE(
      "cannot be written or read",
      "look after the disk; the service goes on by itself when it can write again",
      false),
  LOCKED("is locked by another program", "end that one, and the service goes on by itself", false),
  /** What the disk has of the last writes is unknown from here on, whatever it says later. */
  UNSYNCED(
      "was not brought to the disk",
      "nothing more is written to it; check the disk, then start the service again",
      true),
  DAMAGED(
      "is damaged",
      "nothing more is written to it; stop the service, keep a copy of the directory, then restore"
          + " a backup or take what can still be read with"
          + " sqlite3 engine.db .recover | sqlite3 rescued.db",
      true);

  private final String state;
  private final String remedy;
  private final boolean last;

  FileFault(String state, String remedy, boolean last) {
    this.state = state;
    this.remedy = remedy;
    this.last = last;
  }

  /** Null for what is no fault of the file: a condition that was not met, a defect in a query. */
  static @Nullable FileFault of(Throwable failure) {
    if (failure instanceof UnreadableException) {
      return DAMAGED;
    }
    if (!(failure instanceof SQLiteException known)) {
      return null;
    }
    SQLiteErrorCode code = known.getResultCode();
    if (code == SQLiteErrorCode.SQLITE_IOERR_FSYNC
        || code == SQLiteErrorCode.SQLITE_IOERR_DIR_FSYNC) {
      return UNSYNCED;
    }
    return switch (code.code & 0xff) { // the rest says where it happened
      case 5, 6 -> LOCKED; // BUSY, LOCKED
      case 8 -> READ_ONLY; // READONLY
      case 10, 14 -> UNWRITABLE; // IOERR, CANTOPEN
      case 11, 26 -> DAMAGED; // CORRUPT, NOTADB
      case 13 -> FULL; // FULL
      default -> null;
    };
  }

  /** Whether nothing may be written until the service is started anew. */
  boolean isLast() {
    return last;
  }

  /** For an operator: what is wrong, what said so, and what to do. */
  String sentence(Path file, @Nullable String cause) {
    return "The data file " + file + " " + state + " (" + cause + "): " + remedy + ".";
  }
}
