package travel.saga.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import travel.saga.sidecar.Missing;

/**
 * The browser that is installed here, one process for all tests. Each visitor's cookies are its
 * own, and a test in which the browser had to complain about the pages fails.
 */
final class Chromium implements BeforeEachCallback, AfterEachCallback {
  private static final String PROPERTY = "reservations.test.chromium";
  private static final Path INSTALLED = Path.of(System.getProperty(PROPERTY, "/usr/bin/chromium"));

  /** Enough for a saga with its retries, on a machine with other things to do. */
  private static final double PATIENCE_MILLIS = 30_000;

  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      if (!Files.isExecutable(INSTALLED)) {
        return Missing.component(
            "Chromium: install chromium, or name its program by -D" + PROPERTY + "=…");
      }
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(INSTALLED)
                      .setChromiumSandbox(!"root".equals(System.getProperty("user.name"))));
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      return new Running(playwright, browser);
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  private record Visit(BrowserContext context, Complaints complaints) {}

  private final List<Visit> visits = new ArrayList<>();
  private @Nullable Running running;

  @Override
  public void beforeEach(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(Chromium.class))
            .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class);
  }

  /** Somebody who visits that service for the first time. */
  ConsoleVisitor visit(ServiceProcess service, Look look) {
    String base = "http://127.0.0.1:" + service.launch().port();
    BrowserContext context =
        Objects.requireNonNull(running).browser().newContext(look.options().setBaseURL(base));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    visits.add(new Visit(context, Complaints.about(context, base)));
    Page page = context.newPage();
    return new ConsoleVisitor(page);
  }

  ConsoleVisitor visit(ServiceProcess service) {
    return visit(service, Look.USUAL);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> complaints =
        visits.stream().flatMap(visit -> visit.complaints().all().stream()).toList();
    visits.forEach(visit -> visit.context().close());
    visits.clear();
    if (!complaints.isEmpty()) {
      throw new AssertionError("the browser complains:\n" + String.join("\n", complaints));
    }
  }
}
