package travel.saga.acceptance;

import com.microsoft.playwright.Page;

/** Somebody who has no mouse. */
record Keyboard(Page page) {
  private static final int MOST_STOPS = 100;

  /** What has the focus is called, by its label or its text. */
  private static final String FOCUSED =
      """
      () => {
        const element = document.activeElement;
        const label = element.getAttribute('aria-label') || element.labels?.[0]?.textContent;
        return label || (element.matches('a, button, summary') ? element.textContent : '');
      }
      """;

  /** Presses the Tab key until that is reached. */
  Keyboard to(String name) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      page.keyboard().press("Tab");
      if (page.evaluate(FOCUSED).toString().contains(name)) {
        return this;
      }
    }
    throw new AssertionError("the Tab key never leads to " + name);
  }

  Keyboard type(String text) {
    page.keyboard().type(text);
    return this;
  }

  Keyboard press(String key) {
    page.keyboard().press(key);
    return this;
  }
}
