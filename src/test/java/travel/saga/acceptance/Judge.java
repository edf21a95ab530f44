package travel.saga.acceptance;

import com.microsoft.playwright.Response;
import org.assertj.core.api.SoftAssertions;

/**
 * Judges pages by the standards, and says in the end what is wrong with all of them.
 *
 * @param html whether by that of HTML, too, which is the same for all who look
 */
record Judge(ConsoleVisitor visitor, boolean html, SoftAssertions softly) {
  static Judge of(ConsoleVisitor visitor, Look look) {
    return new Judge(visitor, look.equals(Look.USUAL), new SoftAssertions());
  }

  void check(String path, int status) {
    Response response = visitor.open(path);
    softly.assertThat(response.status()).as("status of %s", path).isEqualTo(status);
    if (html) {
      softly.check(() -> HtmlValidity.expect(response.text(), path));
    }
    expect(path);
  }

  /** What is open in the browser, with all that can be opened on it. */
  void expect(String what) {
    visitor
        .page()
        .locator("details")
        .all()
        .forEach(details -> details.evaluate("details => { details.open = true }"));
    softly.check(() -> Accessibility.expect(visitor.page(), what));
    softly
        .assertThat(visitor.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("what of %s is outside of the window", what)
        .isEqualTo(0);
  }

  void pass() {
    softly.assertAll();
  }
}
