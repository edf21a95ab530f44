package travel.saga.engine.crash;

/** The arithmetic of random workflows: a lost or doubled outcome changes every later number. */
final class Values {
  static final long GIVEN_UP = -7;

  private Values() {}

  static long mix(long a, long b) {
    long mixed = a * 0x9E3779B97F4A7C15L + b;
    mixed ^= mixed >>> 32;
    mixed *= 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 29);
  }

  static long activity(long salt, long value) {
    return mix(mix(11, salt), value);
  }

  static long events(String name, int count) {
    long sum = name.hashCode();
    for (int i = 0; i < count; i++) {
      sum = mix(sum, i);
    }
    return sum;
  }
}
