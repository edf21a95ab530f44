package travel.saga.acceptance;

/** How much the suites do: what every build can afford, or more of it. */
enum Scale {
  CI,
  FULL;

  private static Scale configured() {
    return "full".equals(System.getProperty("reservations.test.scale")) ? FULL : CI;
  }

  static int of(int ci, int full) {
    return configured() == FULL ? full : ci;
  }
}
