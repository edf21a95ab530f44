package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import java.util.List;

/** What WCAG 2.1 asks of a page, on the levels A and AA, as far as axe-core can tell. */
final class Accessibility {
  private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

  private Accessibility() {}

  static void expect(Page page, String what) {
    AxeResults results = new AxeBuilder(page).withTags(RULES).analyze();
    assertThat(results.getViolations().stream().map(Accessibility::text))
        .as("accessibility of %s", what)
        .isEmpty();
  }

  private static String text(com.deque.html.axecore.results.Rule violated) {
    return violated.getId()
        + ": "
        + violated.getHelp()
        + violated.getNodes().stream()
            .map(node -> "\n  " + node.getHtml() + "\n  " + node.getFailureSummary())
            .toList();
  }
}
