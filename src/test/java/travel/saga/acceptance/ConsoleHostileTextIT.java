package travel.saga.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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

  private static final WireMockServer PARTNERS =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  private static ServiceProcess service;
  private static Operator operator;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    PARTNERS.start();
    service =
        SERVICES.start(
            Operator.known(SERVICES.launch())
                .with("reservations.car.url", "http://127.0.0.1:" + PARTNERS.port())
                .with("reservations.payment.url", "http://127.0.0.1:" + PARTNERS.port())
                .with("reservations.payment.breaker.calls", ConsolePartners.ALWAYS)
                .with("reservations.saga.max-retry", "1s"));
    operator = Operator.of(service);
  }

  @AfterAll
  static void end() {
    PARTNERS.stop();
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void isShownAsText(String text) {
    ConsoleVisitor visitor =
        chromium.visit(service, Look.USUAL.narrow()).openAsOperator("/console");

    partnersAnswer(422, text);
    String refused = book(text);
    awaitStatus(refused, "REJECTED");
    visitExecution(visitor, refused, text);
    visit(visitor, "/console?q=" + refused, text);
    partnersAnswer(503, text);
    String terminated = book(text);
    await("a fault").until(() -> operator.execution(terminated).body().contains("WAITING"));
    operator.act(terminated, "terminate", reason(text)).expect(202);
    await("its end")
        .until(() -> operator.execution(terminated).text("status").equals("TERMINATED"));
    visitExecution(visitor, terminated, text);
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

  /** A car whose reference is that text, and a bank that has nothing else to say. */
  private static void partnersAnswer(int status, String text) {
    PARTNERS.resetAll();
    PARTNERS.stubFor(
        post("/holds")
            .willReturn(
                okJson(
                    JSON.createObjectNode()
                        .put("reference", text.replaceAll("\\p{Cf}", "")) // else no reference
                        .set("price", money())
                        .toString())));
    PARTNERS.stubFor(
        post("/charges")
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/problem+json")
                    .withBody(
                        JSON.createObjectNode()
                            .put("code", text)
                            .put("title", text)
                            .put("detail", text)
                            .toString())));
    PARTNERS.stubFor(delete(anyUrl()).willReturn(ok()));
    PARTNERS.stubFor(post(urlPathMatching("/charges/.*/refund")).willReturn(ok()));
  }

  private static JsonNode money() {
    return JSON.createObjectNode().put("amount", "10.00").put("currency", "EUR");
  }

  private static String book(String text) {
    ObjectNode trip =
        JSON.createObjectNode()
            .put("first_name", text)
            .put("last_name", text)
            .put("location", text)
            .put("car_class", text);
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
