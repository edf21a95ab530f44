package travel.saga.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the console in every state, against WCAG, the HTML standard and a narrow window. */
class ConsoleStandardsIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  @RegisterExtension static final ConsolePartners PARTNERS = new ConsolePartners();

  private static ServiceProcess service;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    service = SERVICES.start(PARTNERS.serving(Operator.known(SERVICES.launch())));
  }

  @AfterEach
  void behaveAgain() {
    PARTNERS.behave();
  }

  static List<Look> looks() {
    return List.of(
        Look.USUAL, Look.USUAL.dark(), Look.USUAL.narrow(), Look.USUAL.dark().narrow());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void areKeptByWhatEverybodySees(Look look) {
    ConsoleVisitor visitor = chromium.visit(service, look);
    var softly = new SoftAssertions();
    check(visitor, "/", 200, softly);
    check(visitor, "/console/login", 200, softly);

    visitor.open("/console/login");
    visitor.page().getByLabel("Admin token").fill("wrong");
    visitor.press("Log in");
    assertThat(visitor.page().getByText("That is not the admin token.")).isVisible();
    expect(visitor, "a wrong token", softly);

    visitor.open("/");
    visitor.page().locator("form").evaluate("form => { form.noValidate = true }");
    visitor.press("Book this trip");
    assertThat(visitor.page().getByLabel("First name")).hasAttribute("aria-invalid", "true");
    expect(visitor, "a form that is not filled in", softly);
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("looks")
  void areKeptByWhatOperatorsSee(Look look) {
    Map<String, String> ids =
        Map.of(
            "rejected", rejected(),
            "stuck", stuck(),
            "confirmed", confirmed(),
            "cancelled", cancelled(),
            "retried", retried());
    ConsoleVisitor visitor = chromium.visit(service, look).openAsOperator("/console");
    var softly = new SoftAssertions();
    for (String page :
        List.of(
            "/console",
            "/console?status=attention",
            "/console?status=retrying",
            "/console?q=nothing-is-called-so",
            "/console?done=purge",
            "{confirmed}",
            "{confirmed}/history",
            "{confirmed}/cancel",
            "{confirmed}/purge",
            "{rejected}",
            "{cancelled}",
            "{cancelled}~undo-1",
            "{retried}",
            "{retried}/suspend",
            "{retried}/terminate",
            "{retried}?done=resume",
            "{stuck}",
            "{stuck}/compensations/cancel-car/retry",
            "{stuck}/compensations/cancel-car/settle")) {
      check(visitor, address(page, ids), 200, softly);
    }
    check(visitor, "/console?created_from=yesterday", 400, softly);
    check(visitor, "/console?cursor=nonsense", 400, softly);
    check(visitor, "/console/executions/nobody", 404, softly);
    check(visitor, "/console/nothing", 404, softly);
    check(visitor, address("{confirmed}/terminate", ids), 409, softly);
    softly.assertAll();
  }

  @Test
  void areKeptByThePagesOfAnExecutionThatWasRerun() {
    String id = retried();
    Operator operator = Operator.of(service);
    operator.act(id, "terminate").expect(202);
    await("a person to be asked")
        .until(() -> service.client().reservation(id).text("status").equals("ATTENTION"));
    ConsoleVisitor visitor =
        chromium.visit(service).openAsOperator("/console/executions/" + id + "/rerun");
    var softly = new SoftAssertions();
    expect(visitor, "the page that asks before a rerun", softly);
    check(visitor, "/console/executions/" + id, 200, softly);
    PARTNERS.behave();
    visitor.open("/console/executions/" + id + "/rerun");
    visitor.press("Rerun");
    expect(visitor, "a rerun", softly);
    softly.assertAll();
  }

  private static String address(String page, Map<String, String> ids) {
    String address = page;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      address =
          address.replace("{" + id.getKey() + "}", "/console/executions/" + id.getValue());
    }
    return address;
  }

  private static void check(
      ConsoleVisitor visitor, String path, int status, SoftAssertions softly) {
    Response response = visitor.open(path);
    softly.assertThat(response.status()).as("status of %s", path).isEqualTo(status);
    softly.check(() -> HtmlValidity.expect(response.text(), path));
    expect(visitor, path, softly);
  }

  private static void expect(ConsoleVisitor visitor, String what, SoftAssertions softly) {
    softly.check(() -> Accessibility.expect(visitor.page(), what));
    visitor.page().locator("details").all().forEach(ConsoleStandardsIT::open);
    softly.check(() -> Accessibility.expect(visitor.page(), what + ", all opened"));
    softly
        .assertThat(visitor.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("what of %s is outside of the window", what)
        .isEqualTo(0);
  }

  private static void open(Locator details) {
    details.evaluate("details => { details.open = true }");
  }

  private static String confirmed() {
    return service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
  }

  private static String cancelled() {
    String id = confirmed();
    service.client().cancel(id).expect(202);
    return awaitStatus(id, "CANCELLED");
  }

  private static String rejected() {
    return service
        .client()
        .reserveFlight(TripRequest.to("rome").failing("failCarRentalConfirmation"))
        .expect(409)
        .reservationId();
  }

  private static String stuck() {
    PARTNERS.next(ConsolePartners.ALWAYS, "car/cancel", "refuse");
    String id =
        service
            .client()
            .reserve(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .reservationId();
    awaitStatus(id, "ATTENTION");
    PARTNERS.behave();
    return id;
  }

  private static String retried() {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    String id = service.client().reserve(TripRequest.to("rome")).reservationId();
    await("it to be tried again")
        .until(
            () ->
                Operator.of(service).execution(id).body().contains("\"status\":\"WAITING\""));
    return id;
  }

  private static String awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .until(() -> service.client().reservation(id).text("status").equals(status));
    return id;
  }
}
