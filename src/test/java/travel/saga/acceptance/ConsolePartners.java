package travel.saga.acceptance;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import travel.saga.sidecar.SamplePartners;

/** Partners that do what a page has to show, until the end of the test. */
final class ConsolePartners implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  static final int ALWAYS = 1_000_000;

  private @Nullable SamplePartners partners;

  @Override
  public void beforeAll(ExtensionContext context) {
    partners = SamplePartners.start(Map.of());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    behave();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (partners != null) {
      partners.close();
    }
  }

  /** A service that books with them, and soon asks a person to undo what they do not. */
  Launch serving(Launch launch) {
    Launch served = launch;
    for (String partner : new String[] {"flight", "car", "payment"}) {
      served =
          served
              .with("reservations." + partner + ".url", started().url(partner))
              .with("reservations." + partner + ".breaker.calls", ALWAYS);
    }
    return served
        .with("reservations.saga.step-limit", "10m")
        .with("reservations.saga.compensation-attempts", 2)
        .with("reservations.saga.compensation-max-retry", "1s")
        .with("reservations.saga.max-retry", "1s")
        .sweepingOften();
  }

  /** Something goes wrong with the next calls of one kind. */
  void next(int times, String call, String whatHappens) {
    started().next(times, call, whatHappens);
  }

  /** Nothing goes wrong any more. */
  void behave() {
    next(0, "", "fail");
  }

  private SamplePartners started() {
    return Objects.requireNonNull(partners);
  }
}
