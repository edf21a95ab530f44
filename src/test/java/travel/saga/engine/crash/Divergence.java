package travel.saga.engine.crash;

import org.jspecify.annotations.Nullable;

/** Something that must not be, whatever died when. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Divergence(String message) {
    super(message);
  }

  Divergence(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * @param details put into the message as {@link String#format} does
   */
  static void unless(boolean holds, String message, Object... details) {
    if (!holds) {
      throw new Divergence(String.format(message, details));
    }
  }
}
