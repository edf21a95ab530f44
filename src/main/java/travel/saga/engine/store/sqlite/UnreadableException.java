package travel.saga.engine.store.sqlite;

import java.sql.SQLException;

/** SQLite gave a value that nobody has stored: it keeps no checksums of what is in its pages. */
final class UnreadableException extends SQLException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
