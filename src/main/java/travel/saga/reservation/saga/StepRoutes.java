package travel.saga.reservation.saga;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import travel.saga.reservation.SettingException;
import travel.saga.reservation.Step;

/** The steps that other applications serve, checked; what is only dubious is logged. */
public final class StepRoutes {
  private static final String PREFIX = "reservations.steps.";
  private static final Logger LOG = Logger.getLogger(StepRoutes.class);

  /** Steps on one booking: who has it must be the one who confirms and undoes it. */
  private static final List<List<Step<?, ?>>> ONE_BOOKING =
      Arrays.stream(Compensation.values()).map(StepRoutes::onOneBooking).toList();

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
    divided()
        .forEach(
            places ->
                LOG.warnf(
                    "Steps of one booking are served in different places: %s. Unless these share"
                        + " their books, what is taken in one is never undone in the other: set the"
                        + " same app-id for all of them.",
                    places));
  }

  /** By the step's wire name; what is not in it is served here. */
  public Map<String, Route> byStep() {
    return Collections.unmodifiableMap(byStep);
  }

  /** Each booking whose steps are served in different places, by step. */
  List<Map<String, String>> divided() {
    return ONE_BOOKING.stream()
        .<Map<String, String>>map(
            steps ->
                steps.stream()
                    .collect(toMap(Step::name, this::servedBy, (a, b) -> a, TreeMap::new)))
        .filter(places -> new HashSet<>(places.values()).size() > 1)
        .toList();
  }

  private static List<Step<?, ?>> onOneBooking(Compensation compensation) {
    List<Step<?, ?>> steps = new ArrayList<>(compensation.undoes());
    steps.add(compensation.step());
    return steps;
  }

  private String servedBy(Step<?, ?> step) {
    Route route = byStep.get(step.name());
    return route == null ? "here" : route.appId();
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
