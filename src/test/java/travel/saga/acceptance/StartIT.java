package travel.saga.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that must not start says in one line what to mend, and ends. */
@Tag("embedded")
class StartIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(25);

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void refusesADataDirectoryThatAnotherProcessHolds() {
    ServiceProcess first = services.start(services.launch());

    String line = complaintOf(services.begin(first.launch().onAnotherPort()));

    assertThat(line).contains(services.directory().resolve("data").toString());
    first.client().reserveFlight(TripRequest.to("rome")).expect(200);
  }

  @Test
  void takesTheDataDirectoryOfAProcessThatWasKilled() {
    ServiceProcess first = services.start(services.launch());
    first.kill9();

    ServiceProcess second = services.restart(first);

    second.client().reserveFlight(TripRequest.to("rome")).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    // variable, value, what the line says to do
    "RESERVATIONS_ENGINE, foo, embedded",
    "PORT, abc, 'number|port'",
    "PORT, 70000, 'number|port'",
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318, 'http://'",
    "OTEL_EXPORTER_OTLP_PROTOCOL, http/json, 'http/protobuf'",
  })
  void refusesAWrongVariable(String name, String value, String remedy) {
    String line = complaintOf(services.begin(services.launch().withEnvironment(name, value)));

    assertThat(line)
        .containsPattern(named(name))
        .containsIgnoringCase(value)
        .containsPattern("(?i)" + remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "reservations.saga.step-limit, abc, 'set a time'",
    "reservations.saga.attempt-timeout, -1s, 'longer than 0'",
    "reservations.saga.compensation-attempts, 0, 'at least|or more|3'",
    "reservations.rate-limit.per-minute, 0, '1 or more'",
    "reservations.rate-limit.per-minute, many, 'whole number'",
    "reservations.rate-limit.burst, 3, 'per-minute'",
    "reservations.console.session, 1s, 'set a time'",
    "reservations.console.trace-url, jaeger, 'trace_id'",
    "reservations.retention.completed, soon, 'set a time'",
    "reservations.retention.any-terminal, 59s, '60s to'",
    "'reservations.flight.capacity.\"oslo\"', -1, '0|positive|negative'",
    "'reservations.car.capacity.\"luxury\"', many, 'number'",
    "reservations.steps.proces-payment.app-id, payments, 'reserve-flight.*, process-payment,'",
    "reservations.steps.process-payment.app-id, ' ', 'id of the Dapr application'",
    "reservations.steps.process-payment.app-id, payments, 'DAPR_GRPC_ENDPOINT'",
    "reservations.steps.process-payment.timeout, soon, 'set a time'",
    "reservations.flight.url, air.example, 'set an address'",
    "reservations.car.timeout, soon, 'set a time'",
    "reservations.payment.breaker.calls, many, 'whole number'",
    "reservations.payment.breaker.failure-ratio, half, 'such as 0.5'",
  })
  void refusesAWrongSetting(String name, String value, String remedy) {
    String line = complaintOf(services.begin(services.launch().with(name, value)));

    assertThat(line)
        .containsPattern(named(name))
        .containsIgnoringCase(value)
        .containsPattern("(?i)" + remedy);
  }

  @ParameterizedTest
  @CsvSource({"hush-hush, '9 characters'", "'hush hush hush hush', 'letters, digits'"})
  void refusesAWeakTokenAndDoesNotTellIt(String token, String remedy) {
    String line =
        complaintOf(
            services.begin(services.launch().withEnvironment("RESERVATIONS_ADMIN_TOKEN", token)));

    assertThat(line).contains("RESERVATIONS_ADMIN_TOKEN", remedy).doesNotContain(token);
  }

  @Test
  void refusesADataDirectoryThatCannotBeWritten() throws IOException {
    var file = services.directory().resolve("a-file");
    Files.writeString(file, "in the way");
    String below = file.resolve("data").toString();

    String line =
        complaintOf(
            services.begin(services.launch().withEnvironment("RESERVATIONS_DATA_DIR", below)));

    assertThat(line).containsPattern(named("RESERVATIONS_DATA_DIR")).contains(below);
  }

  @Test
  void refusesADataDirectoryThatIsReadOnly() {
    startedOnce();
    String data = services.directory().resolve("data").toString();

    String line = complaintOfReadOnly(data);

    assertThat(line).containsPattern(named("RESERVATIONS_DATA_DIR")).contains(data, "may write to");
  }

  @Test
  void refusesADataFileThatIsReadOnly() {
    startedOnce();
    String file = services.directory().resolve("data/engine.db").toString();

    String line = complaintOfReadOnly(file);

    assertThat(line)
        .containsPattern(named("RESERVATIONS_DATA_DIR"))
        .contains(file, "cannot be written to", "writable");
  }

  private String complaintOfReadOnly(String path) {
    List<String> mount = Mounts.of(path, "mount --bind $0 $0; mount -o remount,ro,bind $0");
    return complaintOf(services.begin(services.launch().within(mount)));
  }

  @Test
  void refusesADataFileThatIsDamagedAndLeavesItAsItIs() throws IOException {
    startedOnce();
    var file = services.directory().resolve("data/engine.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, 4096, (byte) 0xff);
    Files.write(file, bytes);

    String line = complaintOf(services.begin(services.launch()));

    assertThat(line)
        .containsPattern(named("RESERVATIONS_DATA_DIR"))
        .contains(file.toString(), "is damaged", "backup", ".recover");
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void makesNoDataFileInPlaceOfOneThatHasGone() throws IOException {
    startedOnce();
    var file = services.directory().resolve("data/engine.db");
    Files.delete(file);

    String line = complaintOf(services.begin(services.launch()));

    assertThat(line)
        .containsPattern(named("RESERVATIONS_DATA_DIR"))
        .contains(file.toString(), "missing", "backup");
    assertThat(file).doesNotExist();
  }

  /** What a service leaves that was stopped. */
  private void startedOnce() {
    ServiceProcess service = services.start(services.launch());
    service.terminate();
    assertThat(service.awaitEnd(ENDS_WITHIN)).isZero();
  }

  @Test
  void refusesToWorkWithoutTheSidecarThatIsWanted() {
    String line =
        complaintOf(
            services.begin(services.launch().withEnvironment("RESERVATIONS_ENGINE", "dapr")));

    assertThat(line)
        .containsPattern(named("RESERVATIONS_ENGINE"))
        .contains("dapr", "DAPR_GRPC_ENDPOINT");
  }

  @Test
  void refusesAnEndpointThatNoSidecarCanHave() {
    Launch launch =
        services
            .launch()
            .withEnvironment("RESERVATIONS_ENGINE", "dapr")
            .withEnvironment("DAPR_GRPC_ENDPOINT", "https://localhost:50001/");

    String line = complaintOf(services.begin(launch));

    assertThat(line).contains("DAPR_GRPC_ENDPOINT", "https://localhost:50001/", "slash");
  }

  /** The setting as a variable or as a property: either will do. */
  private static String named(String setting) {
    return "(?i)"
        + Arrays.stream(setting.split("[._-]")).map(Pattern::quote).collect(joining("[._-]"));
  }

  /** The one line of a service that ended by itself, with an error. */
  private static String complaintOf(ServiceProcess service) {
    assertThat(service.awaitEnd(ENDS_WITHIN)).as("exit code").isNotZero();
    assertThat(Complaint.linesOf(service.log())).as("what it says").hasSize(1);
    String line = Complaint.linesOf(service.log()).get(0);
    assertThat(line).doesNotContainPattern("\\bat [a-z]+\\.|Caused by|exceptionType");
    return line;
  }
}
