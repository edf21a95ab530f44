package travel.saga.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever comes from outside is text on every page, in a window where there is little room. */
class ConsoleHostileTextIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TEXTS = HostileText.ALL;

  private static final WireMockServer BANK =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  private static ServiceProcess service;
  private static Operator operator;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    BANK.start();
    service =
        SERVICES.start(
            Operator.known(SERVICES.launch())
                .with("reservations.payment.url", "http://127.0.0.1:" + BANK.port())
                .with("reservations.payment.breaker.calls", ConsolePartners.ALWAYS)
                .sweepingOften());
    operator = Operator.of(service);
  }

  @AfterAll
  static void end() {
    BANK.stop();
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isShownAsText(String text) {
    ConsoleVisitor visitor =
        chromium.visit(service, Look.USUAL.narrow()).openAsOperator("/console");

    bankAnswers(422, text);
    String refused = book(text, "compact");
    awaitStatus(refused, "REJECTED");
    visitExecution(visitor, refused, text);
    assertThat(visitor.page().locator("main")).containsText("process-payment");
    bankAnswers(503, text);
    String terminated = book(text, "compact");
    await("a fault").until(() -> operator.execution(terminated).body().contains("WAITING"));
    operator.act(terminated, "terminate", reason(text)).expect(202);
    awaitStatus(terminated, "ATTENTION");
    visitExecution(visitor, terminated, text);
    visit(visitor, "/console/executions/" + terminated + "/rerun", text);
    String unknownCar = book(text, text);
    awaitStatus(unknownCar, "REJECTED");
    visitExecution(visitor, unknownCar, text);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isReflectedAsText(String text) {
    ConsoleVisitor visitor =
        chromium.visit(service, Look.USUAL.narrow()).openAsOperator("/console");

    String encoded = URLEncoder.encode(text, UTF_8).replace("+", "%20");
    for (String parameter :
        List.of("q", "workflow", "status", "created_from", "cursor", "newest", "done", "part")) {
      visit(visitor, "/console?" + parameter + "=" + encoded, text);
    }
    visit(visitor, "/console/login?to=" + encoded, text);
    visit(visitor, "/console/login?to=/console/executions/" + encoded, text);
    String path = encoded.replace("%2F", "%252F");
    visit(visitor, "/console/executions/" + path, text);
    visit(visitor, "/console/executions/" + path + "/history?cursor=" + encoded, text);
    visitor.open("/");
    visitor.page().locator("form").evaluate("form => { form.noValidate = true }");
    visitor.page().getByLabel("First name").fill(text);
    visitor.page().getByLabel("Where to").fill(text);
    visitor.press("Book this trip");
    assertThat(visitor.page().getByLabel("Last name")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.page().getByLabel("First name").inputValue())
        .as("it is kept")
        .isEqualTo(text);
    expectHarmless(visitor, "the form", text);
  }

  private static void visitExecution(ConsoleVisitor visitor, String id, String text) {
    visit(visitor, "/console/executions/" + id, text);
    assertThat(visitor.page().locator("main").textContent())
        .as("what was entered, as text")
        .contains(JSON.valueToTree(text).toString());
    visit(visitor, "/console/executions/" + id + "/history", text);
    visit(visitor, "/console?q=" + id, text);
  }

  private static void visit(ConsoleVisitor visitor, String path, String text) {
    visitor.open(path);
    visitor
        .page()
        .locator("details")
        .all()
        .forEach(details -> details.evaluate("details => { details.open = true }"));
    expectHarmless(visitor, path, text);
  }

  private static void expectHarmless(ConsoleVisitor visitor, String path, String text) {
    HostileText.expectHarmless(visitor.page(), path + " with " + text);
    assertThat(visitor.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("what of %s with %s is outside of the window", path, text)
        .isEqualTo(0);
  }

  private static void bankAnswers(int status, String text) {
    ObjectNode problem = JSON.createObjectNode().put("code", text).put("detail", text);
    var answer =
        aResponse()
            .withStatus(status)
            .withHeader("Content-Type", "application/problem+json")
            .withBody(problem.put("title", text).toString());
    BANK.resetAll();
    BANK.stubFor(post(anyUrl()).willReturn(answer));
    BANK.stubFor(delete(anyUrl()).willReturn(answer));
  }

  private static String book(String name, String carClass) {
    ObjectNode trip =
        JSON.createObjectNode()
            .put("first_name", name)
            .put("last_name", name)
            .put("location", name)
            .put("car_class", carClass);
    return service
        .client()
        .send(
            service
                .client()
                .request("/reservations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(trip.toString())))
        .expect(202)
        .reservationId();
  }

  private static String reason(String text) {
    return JSON.createObjectNode().put("reason", text).toString();
  }

  private static void awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.client().reservation(id).text("status").equals(status));
  }
}
