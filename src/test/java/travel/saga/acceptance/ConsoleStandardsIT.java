package travel.saga.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page of the console in every state, against WCAG, the HTML standard and a narrow window.
 */
class ConsoleStandardsIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  @RegisterExtension static final ConsolePartners PARTNERS = new ConsolePartners();

  private static ServiceProcess service;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    service = SERVICES.start(PARTNERS.serving(Operator.known(SERVICES.launch())));
  }

  static List<Look> looks() {
    return List.of(Look.USUAL, Look.USUAL.dark(), Look.USUAL.narrow(), Look.USUAL.dark().narrow());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void areKeptByWhatEverybodySees(Look look) {
    ConsoleVisitor visitor = chromium.visit(service, look);
    var judge = Judge.of(visitor, look);
    judge.check("/", 200);
    judge.check("/console/login", 200);

    visitor.open("/console/login");
    visitor.page().getByLabel("Admin token").fill("wrong");
    visitor.press("Log in");
    assertThat(visitor.page().getByText("That is not the admin token.")).isVisible();
    judge.expect("a wrong token");

    visitor.open("/");
    visitor.page().locator("form").evaluate("form => { form.noValidate = true }");
    visitor.press("Book this trip");
    assertThat(visitor.page().getByLabel("First name")).hasAttribute("aria-invalid", "true");
    judge.expect("a form that is not filled in");
    judge.pass();
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
    var judge = Judge.of(visitor, look);
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
      judge.check(address(page, ids), 200);
    }
    judge.check("/console?created_from=yesterday", 400);
    judge.check("/console?cursor=nonsense", 400);
    judge.check("/console/executions/nobody", 404);
    judge.check("/console/nothing", 404);
    judge.check(address("{confirmed}/terminate", ids), 409);
    judge.pass();
  }

  @Test
  void areKeptWhereAnExecutionIsRerun() {
    String id = retried();
    Operator operator = Operator.of(service);
    operator.act(id, "terminate").expect(202);
    await("a person to be asked")
        .until(() -> service.client().reservation(id).text("status").equals("ATTENTION"));
    ConsoleVisitor visitor =
        chromium.visit(service).openAsOperator("/console/executions/" + id + "/rerun");
    var judge = Judge.of(visitor, Look.USUAL);
    judge.expect("the page that asks before a rerun");
    judge.check("/console/executions/" + id, 200);
    PARTNERS.behave();
    visitor.open("/console/executions/" + id + "/rerun");
    visitor.press("Rerun");
    judge.expect("a rerun");
    judge.pass();
  }

  private static String address(String page, Map<String, String> ids) {
    String address = page;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      address = address.replace("{" + id.getKey() + "}", "/console/executions/" + id.getValue());
    }
    return address;
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
        .until(() -> Operator.of(service).execution(id).body().contains("\"status\":\"WAITING\""));
    return id;
  }

  private static String awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .until(() -> service.client().reservation(id).text("status").equals(status));
    return id;
  }
}
