package travel.saga.reservation.saga;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import travel.saga.reservation.SettingException;

/** The steps that other applications serve, checked. */
public final class StepRoutes {
  private static final String PREFIX = "reservations.steps.";
  private static final Pattern SETTING = Pattern.compile("(.+)-(app-id|timeout)");

  private final Map<String, Route> byStep = new TreeMap<>();

  /**
   * @param oneApplication the engine serves no application but this one
   * @throws SettingException when a setting is wrong or cannot be kept, with the remedy
   */
  public StepRoutes(StepsConfig config, boolean oneApplication) {
    config
        .written()
        .forEach(
            (step, settings) ->
                settings.forEach((name, value) -> take(config, step + "." + name, value)));
    if (oneApplication) {
      byStep.forEach(StepRoutes::refuse);
    }
  }

  /** By the step's wire name; what is not in it is served here. */
  public Map<String, Route> byStep() {
    return byStep;
  }

  /** An environment variable has dots for dashes. */
  private void take(StepsConfig config, String written, String value) {
    Matcher setting = SETTING.matcher(written.replace('.', '-'));
    if (!setting.matches() || !StepNames.ALL.contains(setting.group(1))) {
      throw new SettingException(
          PREFIX + written,
          value,
          "there is no such setting; name one of the steps %s, then .app-id or .timeout."
              .formatted(String.join(", ", StepNames.ALL)));
    }
    String step = setting.group(1);
    byStep.put(step, route(step, requireNonNull(config.steps().get(step))));
  }

  private static Route route(String step, StepsConfig.Served served) {
    String appId = served.appId().orElse("");
    if (!appId.matches("[A-Za-z0-9._-]+")) {
      throw new SettingException(
          PREFIX + step + ".app-id", appId, "set the id of the Dapr application that serves it.");
    }
    if (served.timeout().isNegative() || served.timeout().isZero()) {
      throw new SettingException(
          PREFIX + step + ".timeout", served.timeout().toString(), "set a time longer than 0.");
    }
    return new Route(appId, served.timeout());
  }

  private static void refuse(String step, Route route) {
    throw new SettingException(
        PREFIX + step + ".app-id",
        route.appId(),
        "the embedded engine serves one application: connect a Dapr sidecar (set"
            + " DAPR_GRPC_ENDPOINT), or remove the setting.");
  }
}
