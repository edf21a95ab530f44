package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/** Where in which trace the calling thread works. */
@FunctionalInterface
public interface CurrentTrace {
  /** Null where nothing is traced. */
  @Nullable Trace get();
}
