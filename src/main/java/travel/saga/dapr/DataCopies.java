package travel.saga.dapr;

import java.io.IOException;
import java.nio.file.Path;
import travel.saga.engine.Backup;

/** Copies of an engine's data, one at a time. */
interface DataCopies {
  /**
   * Makes one in the directory, which takes as long as it takes.
   *
   * @throws travel.saga.engine.store.StoreException if the data cannot be copied
   * @throws IOException if the copy cannot be given its name
   */
  Backup copyTo(Path directory) throws IOException;

  /** Gives up the one that is being made; none is made from here on. */
  void end();
}
