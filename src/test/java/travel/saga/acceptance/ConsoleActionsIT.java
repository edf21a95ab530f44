package travel.saga.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do in the console, with scripts and without. */
class ConsoleActionsIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  @RegisterExtension static final ConsolePartners PARTNERS = new ConsolePartners();

  private static ServiceProcess service;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    service = SERVICES.start(PARTNERS.serving(Operator.known(SERVICES.launch())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void retriesACompensationUntilNothingIsOpen(boolean scripts) {
    String id = bookedAndStuck();
    ConsoleVisitor visitor = visitor(scripts).openAsOperator(page(id));
    assertThat(visitor.page().getByText("Open compensations").first()).isVisible();

    visitor.follow("Retry cancel-car");
    assertThat(visitor.heading()).hasText("Try this compensation again?");
    visitor.press("Retry"); // which the partner refuses again
    awaitStatus(id, "ATTENTION");
    PARTNERS.behave();
    await("it to be retried").until(() -> retried(visitor, id));

    visitor.open(page(id));
    visitor.awaitReservation("Rejected");
    assertThat(visitor.page().getByText("Open compensations")).hasCount(0);
  }

  /** A retry under way cannot be joined by another; the next one can be begun when it has ended. */
  private static boolean retried(ConsoleVisitor visitor, String id) {
    visitor.open(page(id));
    if (visitor.link("Retry cancel-car").isVisible()) {
      visitor.follow("Retry cancel-car");
      if (visitor.button("Retry").isVisible()) {
        visitor.press("Retry");
      }
    }
    return service.client().reservation(id).text("status").equals("REJECTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void settlesWhatAPersonHasUndone(boolean scripts) {
    String id = bookedAndStuck();
    ConsoleVisitor visitor = visitor(scripts).openAsOperator(page(id));

    visitor.follow("Settle cancel-car");
    visitor.press("Settle");

    assertThat(visitor.page().getByText("was taken off the list")).isVisible();
    awaitStatus(id, "REJECTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void suspendsAndResumes(boolean scripts) {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor = visitor(scripts).book(TripRequest.to("rome"));
    String id = visitor.execution();

    visitor.follow("Suspend");
    visitor.page().getByLabel("Reason").fill("the bank is being repaired");
    visitor.press("Suspend");
    assertThat(visitor.page().getByText("The execution was told to pause.")).isVisible();
    awaitExecution(id, "SUSPENDED");
    visitor.open(page(id));
    visitor.awaitExecution("Suspended");
    PARTNERS.behave();
    visitor.follow("Resume");
    visitor.press("Resume");

    awaitStatus(id, "CONFIRMED");
    visitor.open(page(id));
    visitor.awaitReservation("Confirmed");
    visitor.follow("Raw history");
    assertThat(visitor.page().getByText("the bank is being repaired").first()).isAttached();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancelsAConfirmedReservation(boolean scripts) {
    String id = service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
    ConsoleVisitor visitor = visitor(scripts).openAsOperator(page(id));

    visitor.follow("Cancel the reservation");
    visitor.press("Cancel the reservation");

    awaitStatus(id, "CANCELLED");
    visitor.open(page(id));
    visitor.awaitReservation("Cancelled");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void terminatesAndPutsTheRestInOrder(boolean scripts) {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor = visitor(scripts).book(TripRequest.to("rome"));
    String id = visitor.execution();

    visitor.follow("Terminate");
    visitor.press("Terminate");
    assertThat(visitor.page().getByText("Nothing was undone.")).isVisible();
    awaitStatus(id, "ATTENTION");
    PARTNERS.behave();
    visitor.open(page(id));
    visitor.awaitExecution("Terminated");
    visitor.follow("Rerun");
    visitor.press("Rerun");

    assertThat(visitor.page()).hasURL(Pattern.compile(".*run-1.*"));
    awaitStatus(id, "CONFIRMED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void purgesWhatHasEnded(boolean scripts) {
    String id = service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
    ConsoleVisitor visitor = visitor(scripts).openAsOperator(page(id));

    visitor.follow("Purge");
    visitor.press("Purge");

    assertThat(visitor.heading()).hasText("Executions");
    assertThat(visitor.page().getByText("The execution was purged.")).isVisible();
    assertThat(visitor.open(page(id)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Suspend", "Terminate"})
  void changesNothingWhenNobodyConfirms(String action) {
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    ConsoleVisitor visitor = visitor(true).book(TripRequest.to("rome"));

    visitor.follow(action);
    visitor.follow("Change nothing");
    PARTNERS.behave();

    visitor.awaitReservation("Confirmed");
  }

  private ConsoleVisitor visitor(boolean scripts) {
    return chromium.visit(service, scripts ? Look.USUAL : Look.USUAL.withoutScripts());
  }

  private static String bookedAndStuck() {
    PARTNERS.next(ConsolePartners.ALWAYS, "car/cancel", "refuse");
    String id =
        service
            .client()
            .reserve(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .reservationId();
    awaitStatus(id, "ATTENTION");
    return id;
  }

  private static String page(String id) {
    return "/console/executions/" + id;
  }

  private static void awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.client().reservation(id).text("status").equals(status));
  }

  private static void awaitExecution(String id, String status) {
    await(id + " to be " + status)
        .until(() -> Operator.of(service).execution(id).text("status").equals(status));
  }
}
