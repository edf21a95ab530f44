package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.Scale;
import travel.saga.sidecar.Command;
import travel.saga.sidecar.PythonEnvironment;

/**
 * The service does what it says of itself: Schemathesis calls it with all that its OpenAPI document
 * allows and with much that it does not, and no answer is a 5xx or undeclared.
 */
class DescriptionIT {
  private static final Path SETTINGS = Path.of("src", "test", "schemathesis").toAbsolutePath();
  private static final String TOKEN = "a-token-of-the-operator-for-tests";

  /**
   * Seconds. Each time it goes on generating until they are over. Few answers depend on the engine.
   */
  private static final int TIME =
      Scale.of(EngineChoice.configured() == EngineChoice.DAPR ? 15 : 45, 1_200);

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void holdsForWhateverIsSent() {
    ServiceProcess service =
        services.start(services.launch().withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN));
    Path python = PythonEnvironment.of("schemathesis", SETTINGS.resolve("requirements.txt"));
    String base = "http://127.0.0.1:" + service.launch().port();

    List<String> line =
        List.of(
            python.resolveSibling("st").toString(),
            "--config-file",
            SETTINGS.resolve("schemathesis.toml").toString(),
            "run",
            base + "/q/openapi",
            "--url",
            base,
            "--header",
            "Authorization: Bearer " + TOKEN,
            "--checks",
            "all",
            "--max-time",
            Integer.toString(TIME),
            "--seed",
            Integer.toString(Integer.getInteger("reservations.test.seed", 1)),
            "--no-color");
    Path log = services.directory().resolve("schemathesis.log");
    assertThat(new Command(line, Map.of(), log, services.directory()).succeeds())
        .as("schemathesis; the seed is in its summary, -Dreservations.test.seed=… sets it")
        .isTrue();
  }
}
