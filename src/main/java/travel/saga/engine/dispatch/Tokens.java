package travel.saga.engine.dispatch;

/** Completion tokens, {@code epoch:number}: one of an earlier opening of the store is no token. */
final class Tokens {
  static final long NONE = -1;

  private final String prefix;
  private long last;

  Tokens(long epoch) {
    this.prefix = epoch + ":";
  }

  long next() {
    return ++last;
  }

  String token(long number) {
    return prefix + number;
  }

  /** The number in the token, or {@link #NONE}. */
  long number(String token) {
    if (!token.startsWith(prefix)) {
      return NONE;
    }
    try {
      return Long.parseLong(token.substring(prefix.length()));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
