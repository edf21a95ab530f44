package travel.saga.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console in a browser, as operators use it. */
class ConsoleIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  @RegisterExtension static final ConsolePartners PARTNERS = new ConsolePartners();

  private static final int PAGE = 50;
  private static ServiceProcess service;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    service = SERVICES.start(PARTNERS.serving(Operator.known(SERVICES.launch())));
  }

  @Test
  void showsATripBeingBooked() {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor = chromium.visit(service).book(TripRequest.to("rome"));
    visitor.page().evaluate("window.sameDocument = true");
    assertThat(visitor.step("process-payment")).containsText("Waiting");
    PARTNERS.behave();

    visitor.awaitReservation("Confirmed").awaitExecution("Completed");

    for (String step :
        List.of("reserve-flight", "reserve-car", "process-payment", "confirm-flight")) {
      assertThat(visitor.step(step)).containsText("Completed");
    }
    assertThat(visitor.step("process-payment")).containsText(attempts("\\d+"));
    assertThat(visitor.page().evaluate("window.sameDocument"))
        .as("nothing was reloaded")
        .isEqualTo(true);
    assertThat(visitor.page().locator("#live[data-hx-trigger]")).hasCount(0); // it has ended
  }

  @Test
  void showsEachCompensationOfATripThatFails() {
    ConsoleVisitor visitor =
        chromium
            .visit(service)
            .book(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .awaitReservation("Rejected");

    assertThat(visitor.step("confirm-car")).containsText("Refused");
    for (String undo : List.of("refund-payment", "cancel-car", "cancel-flight")) {
      assertThat(visitor.step(undo)).containsText("Completed");
      assertThat(visitor.page().locator("#graph")).containsText(undo);
    }
    assertThat(visitor.step("process-payment")).containsText("undone by refund-payment");
  }

  @Test
  void keepsWhatIsOpenAndWhereTheReaderIs() {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor = chromium.visit(service).book(TripRequest.to("rome"));
    Locator payment = visitor.step("process-payment");
    assertThat(payment).containsText(attempts("[2-9]"));
    payment.click();
    visitor.page().evaluate("window.scrollBy(0, 200)");
    Object scrolled = visitor.page().evaluate("Math.round(window.scrollY)");

    assertThat(payment).containsText(attempts("\\d\\d"));

    assertThat(payment).isFocused();
    assertThat(visitor.page().locator("details[open]")).hasCount(1);
    assertThat(visitor.page().locator("details[open]")).containsText("Idempotency key");
    assertThat(visitor.page().evaluate("Math.round(window.scrollY)")).isEqualTo(scrolled);
    PARTNERS.behave();
    visitor.awaitReservation("Confirmed");
    assertThat(payment).isFocused();
  }

  @Test
  void keepsHowFarThePictureWasScrolled() {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor =
        chromium.visit(service, Look.USUAL.narrow()).book(TripRequest.to("rome"));
    Locator picture = visitor.page().locator("#graph");
    picture.evaluate("picture => { picture.scrollLeft = 150 }");

    assertThat(visitor.step("process-payment")).containsText(attempts("[4-9]"));

    assertThat(picture.evaluate("picture => picture.scrollLeft")).isEqualTo(150);
  }

  @Test
  void worksWithoutScripts() {
    ConsoleVisitor visitor =
        chromium
            .visit(service, Look.USUAL.withoutScripts())
            .book(TripRequest.to("oslo").failing("failPayment"));
    String id = visitor.execution();
    awaitStatus(id, "REJECTED");
    visitor.page().reload();
    visitor.awaitReservation("Rejected");
    visitor.step("process-payment").click();
    assertThat(visitor.page().locator("details[open]")).containsText("Idempotency key");
    visitor.follow("Raw history");
    assertThat(visitor.heading()).hasText("Raw history");
    visitor.follow("Executions");
    assertThat(visitor.row(id)).containsText("Rejected");
    visitor.press("Log out");
    assertThat(visitor.heading()).hasText("Log in");
  }

  @Test
  void isUsedWithTheKeyboardAlone() {
    ConsoleVisitor visitor = chromium.visit(service);
    visitor.open("/");
    Keyboard keyboard = new Keyboard(visitor.page());

    keyboard.to("First name").type("Ada");
    keyboard.to("Last name").type("Lovelace");
    keyboard.to("Where to").type("rome");
    keyboard.to("What should go wrong").type("The payment");
    keyboard.to("Book this trip").press("Enter");
    assertThat(visitor.heading()).hasText("Log in");
    keyboard.type(Operator.TOKEN);
    keyboard.press("Enter");
    visitor.awaitReservation("Rejected");
    keyboard.to("process-payment").press("Enter"); // in the picture, which leads to the step
    keyboard.to("Executions").press("Enter");
    assertThat(visitor.heading()).hasText("Executions");
  }

  @Test
  void pagesThroughWhatThereIs() {
    List<String> booked =
        IntStream.rangeClosed(0, PAGE)
            .mapToObj(i -> service.client().reserve(TripRequest.to("rome")).reservationId())
            .toList();
    booked.forEach(id -> awaitStatus(id, "CONFIRMED"));
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    assertThat(visitor.row(booked.get(PAGE))).isVisible();
    assertThat(visitor.row(booked.get(0))).hasCount(0);
    visitor.follow("Older");
    assertThat(visitor.row(booked.get(0))).containsText("Confirmed");
    assertThat(visitor.row(booked.get(PAGE))).hasCount(0);
    String newer = service.client().reserve(TripRequest.to("rome")).reservationId();
    visitor.follow("Back to the newest");
    assertThat(visitor.row(newer)).isVisible();
    String newest = service.client().reserve(TripRequest.to("rome")).reservationId();
    visitor.follow("1 newer execution: show them");
    assertThat(visitor.row(newest)).isVisible();
  }

  @Test
  void findsAnExecutionByItsId() {
    String wanted = service.client().reserve(TripRequest.to("rome")).reservationId();
    String other = service.client().reserve(TripRequest.to("rome")).reservationId();
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    visitor.page().getByLabel("Id, or a part of it").fill(wanted);
    visitor.press("Filter");

    assertThat(visitor.row(wanted)).isVisible();
    assertThat(visitor.row(other)).hasCount(0);
    visitor.row(wanted).getByRole(AriaRole.LINK).click();
    assertThat(visitor.heading()).containsText(wanted);
  }

  @Test
  void showsWhatIsTriedAgain() {
    PARTNERS.next(ConsolePartners.ALWAYS, "flight/hold", "fail");
    String stuck = service.client().reserve(TripRequest.to("rome")).reservationId();
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    assertThat(visitor.page().locator("#counts").getByText("Retrying now")).isVisible();
    assertThat(visitor.page().locator("#counts a").filter(named("Retrying now")))
        .containsText(Pattern.compile("[1-9]"));
    visitor.page().locator("#counts a").filter(named("Retrying now")).click();
    assertThat(visitor.row(stuck)).containsText("Pending");
    PARTNERS.behave();
    assertThat(visitor.row(stuck)).hasCount(0);
  }

  @Test
  @Tag("embedded")
  void filtersByWorkflow() {
    String id = service.client().reserve(TripRequest.to("rome")).reservationId();
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    visitor.page().getByLabel("Workflow").fill("compensation");
    visitor.press("Filter");

    assertThat(visitor.page().getByRole(AriaRole.STATUS).first()).isHidden();
    assertThat(visitor.row(id)).hasCount(0);
  }

  @Test
  void saysWhatIsWrongWithAFilter() {
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    assertThat(visitor.open("/console?created_from=yesterday").status()).isEqualTo(400);
    assertThat(visitor.page().getByLabel("Started from")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.open("/console?cursor=nonsense").status()).isEqualTo(400);
    visitor.follow("To the newest");
    assertThat(visitor.heading()).hasText("Executions");
  }

  @Test
  void fitsANarrowWindow() {
    ConsoleVisitor visitor =
        chromium
            .visit(service, Look.USUAL.narrow())
            .book(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .awaitReservation("Rejected");
    String id = visitor.execution();
    for (String page :
        List.of(
            "/",
            "/console",
            "/console/executions/" + id,
            "/console/executions/" + id + "/history",
            "/console/executions/nobody")) {
      visitor.open(page);
      visitor.page().locator("details").all().forEach(details -> open(details));
      assertThat(visitor.page().evaluate("document.documentElement.scrollWidth"))
          .as("width of %s", page)
          .isEqualTo(360);
    }
  }

  @Test
  void showsCountsAndExecutionsOnTheFirstScreenOfAPhone() {
    String id = service.client().reserve(TripRequest.to("rome")).reservationId();
    awaitStatus(id, "CONFIRMED");
    for (Look look : List.of(Look.USUAL.narrow(), Look.USUAL.narrow().withoutScripts())) {
      ConsoleVisitor visitor = chromium.visit(service, look);
      visitor.page().setViewportSize(360, 740);
      visitor.openAsOperator("/console");
      Locator filter = visitor.page().getByLabel("Id, or a part of it");

      assertThat(visitor.page().locator("#counts")).isInViewport(whole());
      assertThat(visitor.row(id)).isInViewport(whole());
      assertThat(filter).isHidden();
      new Keyboard(visitor.page()).to("Filters").press("Enter");
      filter.fill(id);
      filter.press("Enter");
      assertThat(visitor.row(id)).isVisible();
      assertThat(filter).hasValue(id); // which is why it stays open
    }
  }

  @Test
  void hasTheFilterOpenWhereThereIsRoom() {
    ConsoleVisitor visitor = chromium.visit(service).openAsOperator("/console");

    assertThat(visitor.page().getByText("Filters")).isHidden();
    new Keyboard(visitor.page()).to("Id, or a part of it").type("nothing").press("Enter");
    assertThat(visitor.page().getByText("No execution matches.")).isVisible();
  }

  private static LocatorAssertions.IsInViewportOptions whole() {
    return new LocatorAssertions.IsInViewportOptions().setRatio(1);
  }

  private static Pattern attempts(String number) {
    return Pattern.compile("(^|\\D)" + number + " attempts");
  }

  private static void open(Locator details) {
    details.evaluate("details => { details.open = true }");
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static void awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .until(() -> service.client().reservation(id).text("status").equals(status));
  }
}
