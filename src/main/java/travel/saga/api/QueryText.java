package travel.saga.api;

import org.jspecify.annotations.Nullable;

/** A parameter of a query that is any text. */
final class QueryText {
  private QueryText() {}

  /** One that is empty is as one that is absent, as forms send them. */
  static @Nullable String orNull(@Nullable String given) {
    return given == null || given.isEmpty() ? null : given;
  }
}
