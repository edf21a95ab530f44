package travel.saga.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.util.Objects;
import java.util.regex.Pattern;

/** Somebody in front of the console, who finds things by what they are called. */
record ConsoleVisitor(Page page) {
  static final Pattern EXECUTION = Pattern.compile(".*/console/executions/[^/?]+(\\?.*)?$");

  /** Opens a page; what it is answered with may be an error. */
  Response open(String path) {
    return Objects.requireNonNull(page.navigate(path));
  }

  /** Opens a page of the console as somebody who has to log in first. */
  ConsoleVisitor openAsOperator(String path) {
    open(path);
    return logIn();
  }

  /** On the login page. */
  ConsoleVisitor logIn() {
    page.getByLabel("Admin token").fill(Operator.TOKEN);
    press("Log in");
    assertThat(button("Log out")).isVisible();
    return this;
  }

  /** On the start page. */
  ConsoleVisitor enter(TripRequest trip) {
    page.getByLabel("First name").fill("Ada");
    page.getByLabel("Last name").fill("Lovelace");
    page.getByLabel("Where to").fill(trip.location());
    if (trip.carClass() != null) {
      page.getByLabel("Car class").selectOption(trip.carClass());
    }
    if (trip.runType() != null) {
      page.getByLabel("What should go wrong").selectOption(trip.runType());
    }
    return this;
  }

  /** Books by the form of the start page; ends on the execution's page. */
  ConsoleVisitor book(TripRequest trip) {
    open("/");
    enter(trip).press("Book this trip");
    if (page.url().contains("/console/login")) {
      logIn();
    }
    assertThat(page).hasURL(EXECUTION);
    return this;
  }

  /** The id of the execution whose page is open. */
  String execution() {
    return page.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
  }

  /** Waits until the execution that is shown says so of its reservation. */
  ConsoleVisitor awaitReservation(String status) {
    assertThat(fact("Reservation")).containsText(status);
    return this;
  }

  ConsoleVisitor awaitExecution(String status) {
    assertThat(fact("Status")).containsText(status);
    return this;
  }

  /** What is said under a term; the first such, which is the execution's own. */
  Locator fact(String term) {
    return page.locator("dl.facts > div")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator(
                        "dt",
                        new Page.LocatorOptions().setHasText(Pattern.compile("^" + term + "$")))))
        .first()
        .locator("dd");
  }

  /** Where the page shows what became of a step. */
  Locator step(String name) {
    return page.locator("details.step > summary")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
        .first();
  }

  /** Of the list of executions. */
  Locator row(String execution) {
    return page.getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(execution, new Page.GetByTextOptions().setExact(true))));
  }

  Locator heading() {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  void press(String button) {
    button(button).click();
  }

  /** The first that is called so. */
  void follow(String link) {
    link(link).first().click();
  }
}
