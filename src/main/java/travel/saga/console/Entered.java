package travel.saga.console;

import org.jspecify.annotations.Nullable;

/** What a field of a form was sent with: one that is left empty says nothing. */
final class Entered {
  private Entered() {}

  /** Without the white space around it. */
  static @Nullable String orNull(@Nullable String field) {
    return field == null || field.isBlank() ? null : field.strip();
  }
}
