package travel.saga;

/** How much the suites do: what every build can afford, or more of it. */
public enum Scale {
  CI,
  FULL;

  private static Scale configured() {
    return "full".equals(System.getProperty("test.scale")) ? FULL : CI;
  }

  public static int of(int ci, int full) {
    return configured() == FULL ? full : ci;
  }
}
