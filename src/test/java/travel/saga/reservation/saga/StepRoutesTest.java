package travel.saga.reservation.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.reservation.SettingException;

class StepRoutesTest {
  private static final Route PAYMENTS = new Route("payments", Duration.ofSeconds(30));

  @Test
  void servesEveryStepHereByDefault() {
    assertThat(routes(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void takesTheApplicationAndTheTimeoutOfAStep() {
    assertThat(
            routes(
                Map.of(),
                Map.of(
                    "reservations.steps.process-payment.app-id", "payments",
                    "reservations.steps.process-payment.timeout", "5s",
                    "reservations.steps.refund-payment.app-id", "treasury")))
        .containsOnly(
            Map.entry("process-payment", new Route("payments", Duration.ofSeconds(5))),
            Map.entry("refund-payment", new Route("treasury", Duration.ofSeconds(30))));
  }

  @Test
  void readsEnvironmentVariables() {
    assertThat(routes(Map.of("RESERVATIONS_STEPS_PROCESS_PAYMENT_APP_ID", "payments"), Map.of()))
        .containsOnly(Map.entry("process-payment", PAYMENTS));
  }

  @Test
  void prefersASystemPropertyToAnEnvironmentVariable() {
    assertThat(
            routes(
                Map.of("RESERVATIONS_STEPS_PROCESS_PAYMENT_APP_ID", "others"),
                Map.of("reservations.steps.process-payment.app-id", "payments")))
        .containsOnly(Map.entry("process-payment", PAYMENTS));
  }

  @Test
  void takesAnyStep() {
    for (String step : StepNames.ALL) {
      assertThat(routes(Map.of(), Map.of("reservations.steps." + step + ".app-id", "payments")))
          .containsOnly(Map.entry(step, PAYMENTS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reservations.steps.proces-payment.app-id, reservations.steps.proces-payment.app-id",
    "reservations.steps.process-payment.appid, reservations.steps.process-payment.appid",
    "RESERVATIONS_STEPS_PROCES_PAYMENT_APP_ID, reservations.steps.proces.payment.app.id",
    "RESERVATIONS_STEPS_PROCESS_PAYMENT_APPID, reservations.steps.process.payment.appid",
  })
  void namesWhatIsNoStepAndListsTheSteps(String setting, String named) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> routes(Map.of(setting, "payments"), Map.of(setting, "payments")))
        .withMessage(
            named
                + " is \"payments\": there is no such setting; name one of the steps"
                + " reserve-flight, cancel-flight,"
                + " reserve-car, cancel-car, process-payment, refund-payment, confirm-flight,"
                + " confirm-car, notify-success, notify-failure, then .app-id or .timeout.");
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "'two words'"})
  void refusesWhatIsNoApplication(String appId) {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () -> routes(Map.of(), Map.of("reservations.steps.process-payment.app-id", appId)))
        .withMessage(
            "reservations.steps.process-payment.app-id is \"%s\": set the id of the Dapr"
                + " application that serves it.",
            appId);
  }

  @Test
  void refusesABlankEnvironmentVariable() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> routes(Map.of("RESERVATIONS_STEPS_PROCESS_PAYMENT_APP_ID", ""), Map.of()))
        .withMessageStartingWith("reservations.steps.process-payment.app-id is \"\"");
  }

  @Test
  void refusesATimeoutOfAStepThatIsServedHere() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () -> routes(Map.of(), Map.of("reservations.steps.process-payment.timeout", "5s")))
        .withMessageStartingWith("reservations.steps.process-payment.app-id is \"\"");
  }

  @Test
  void refusesATimeoutThatIsNoTime() {
    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(
            () ->
                routes(
                    Map.of(),
                    Map.of(
                        "reservations.steps.process-payment.app-id", "payments",
                        "reservations.steps.process-payment.timeout", "0s")))
        .withMessage(
            "reservations.steps.process-payment.timeout is \"PT0S\": set a time longer than 0.");
  }

  @Test
  void refusesAnyRouteWhereTheEngineServesOneApplication() {
    StepsConfig config =
        config(Map.of(), Map.of("reservations.steps.process-payment.app-id", "payments"));

    assertThatExceptionOfType(SettingException.class)
        .isThrownBy(() -> new StepRoutes(config, true))
        .withMessageStartingWith("reservations.steps.process-payment.app-id is \"payments\": ")
        .withMessageContaining("DAPR_GRPC_ENDPOINT");
    assertThat(new StepRoutes(config(Map.of(), Map.of()), true).byStep()).isEmpty();
  }

  @Test
  void complainsWhenWhatIsTakenInOnePlaceIsUndoneInAnother() {
    assertThat(divided(Map.of("process-payment", "payments", "refund-payment", "payments")))
        .isEmpty();
    assertThat(divided(Map.of("process-payment", "payments")))
        .singleElement()
        .asString()
        .contains("{process-payment=payments, refund-payment=here}");
    assertThat(divided(Map.of("reserve-car", "a", "confirm-car", "a", "cancel-car", "b")))
        .singleElement()
        .asString()
        .contains("{cancel-car=b, confirm-car=a, reserve-car=a}");
  }

  private static List<Map<String, String>> divided(Map<String, String> appIds) {
    Map<String, String> properties = new HashMap<>();
    appIds.forEach((step, id) -> properties.put("reservations.steps." + step + ".app-id", id));
    return new StepRoutes(config(Map.of(), properties), false).divided();
  }

  private static Map<String, Route> routes(
      Map<String, String> environment, Map<String, String> properties) {
    return new StepRoutes(config(environment, properties), false).byStep();
  }

  private static StepsConfig config(
      Map<String, String> environment, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(
            new EnvConfigSource(environment, 300),
            new PropertiesConfigSource(properties, "test", 400))
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(StepsConfig.class)
        .build()
        .getConfigMapping(StepsConfig.class);
  }
}
