package travel.saga.sidecar;

import org.junit.jupiter.api.Assumptions;

/** What a test needs and this machine does not have. */
public final class Missing {
  private Missing() {}

  /** Skips the test with the reason, printed; fails it in CI, where nothing may be missing. */
  public static <T> T component(String what) {
    String reason = "not here: " + what;
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(reason);
    }
    System.err.println("Skipped, " + reason);
    return Assumptions.abort(reason);
  }

  /** Skips the test with the reason, printed, in CI too: not every container may do everything. */
  public static <T> T permission(String what) {
    String reason = "not allowed here: " + what;
    System.err.println("Skipped, " + reason);
    return Assumptions.abort(reason);
  }
}
