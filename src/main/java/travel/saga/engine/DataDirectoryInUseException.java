package travel.saga.engine;

import java.nio.file.Path;

/** Another engine, in this process or another, holds the data directory. */
public final class DataDirectoryInUseException extends EngineStartException {
  private static final long serialVersionUID = 1L;

  DataDirectoryInUseException(Path directory, String holder) {
    super(
        "The data directory "
            + directory
            + " is in use by "
            + holder
            + ": stop that one, or give this one a directory of its own.");
  }
}
