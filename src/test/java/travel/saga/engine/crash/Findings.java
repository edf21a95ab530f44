package travel.saga.engine.crash;

import org.jspecify.annotations.Nullable;

/** What was found wrong in callbacks, where an exception would be the engine's to deal with. */
final class Findings {
  private @Nullable Divergence first;

  /**
   * @throws Divergence unless it holds; it is kept, whatever becomes of the exception
   */
  void unless(boolean holds, String message, Object... details) {
    try {
      Divergence.unless(holds, message, details);
    } catch (Divergence e) {
      add(e);
      throw e;
    }
  }

  void add(Divergence found) {
    if (first == null) {
      first = found;
    }
  }

  void throwFirst() {
    if (first != null) {
      throw first;
    }
  }
}
