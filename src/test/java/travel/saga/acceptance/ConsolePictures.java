package travel.saga.acceptance;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotScale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Takes the pictures of the documents, when {@code docs/images/make} asks for them. */
class ConsolePictures {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  @RegisterExtension static final ConsolePartners PARTNERS = new ConsolePartners();

  private static final Path IMAGES = Path.of("docs", "images");
  private static ServiceProcess service;

  @RegisterExtension final Chromium chromium = new Chromium();

  @BeforeAll
  static void start() {
    service = SERVICES.start(PARTNERS.serving(Operator.known(SERVICES.launch())));
  }

  @Test
  void areTaken() {
    for (String city : List.of("rome", "lima", "oslo", "kyoto")) {
      awaitStatus(reserve(TripRequest.to(city)), "CONFIRMED");
    }
    String undone = reserve(TripRequest.to("rome").failing("failCarRentalConfirmation"));
    awaitStatus(undone, "REJECTED");
    PARTNERS.next(ConsolePartners.ALWAYS, "car/cancel", "refuse");
    String stuck = reserve(TripRequest.to("lima").failing("failCarRentalConfirmation"));
    awaitStatus(stuck, "ATTENTION");
    PARTNERS.next(ConsolePartners.ALWAYS, "payment/charge", "fail");
    String retried = reserve(TripRequest.to("oslo"));
    await("three attempts")
        .until(
            () ->
                Operator.step(Operator.of(service).execution(retried), "process-payment")
                        .path("attempts")
                        .size()
                    >= 3);

    for (Look look : List.of(Look.USUAL, Look.USUAL.dark())) {
      ConsoleVisitor visitor = chromium.visit(service, look).openAsOperator("/console");
      take(visitor, "/", "start", look);
      take(visitor, "/console", "executions", look);
      take(visitor, execution(undone), "undone", look);
      take(visitor, execution(stuck), "attention", look);
      take(visitor, execution(retried), "retried", look);
      take(visitor, execution(stuck) + "/compensations/cancel-car/retry", "retry", look);
    }
  }

  private static void take(ConsoleVisitor visitor, String path, String name, Look look) {
    visitor.open(path);
    visitor
        .page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(IMAGES.resolve(name + "-" + look.name() + ".png"))
                .setScale(ScreenshotScale.CSS));
  }

  private static String execution(String id) {
    return "/console/executions/" + id;
  }

  private static String reserve(TripRequest trip) {
    return service.client().reserve(trip).expect(202).reservationId();
  }

  private static void awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .until(() -> service.client().reservation(id).text("status").equals(status));
  }
}
