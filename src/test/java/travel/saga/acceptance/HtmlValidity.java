package travel.saga.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import nu.validator.client.EmbeddedValidator;

/** What the HTML standard asks of a page, by the checker of the W3C. */
final class HtmlValidity {
  /** Bytes. The checker reads its schema by recursion, deeper than the usual stack of a thread. */
  private static final long STACK = 64L << 20;

  private HtmlValidity() {}

  static void expect(String html, String what) {
    FutureTask<String> check = new FutureTask<>(() -> messages(html));
    new Thread(null, check, "html-validity", STACK).start();
    try {
      assertThat(check.get().lines().filter(line -> !line.contains(": info warning: ")))
          .as("validity of %s", what)
          .isEmpty();
    } catch (ExecutionException e) {
      throw new AssertionError(what + " cannot be checked", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String messages(String html) throws Exception {
    EmbeddedValidator validator = new EmbeddedValidator();
    validator.setOutputFormat(EmbeddedValidator.OutputFormat.GNU);
    return validator.validate(new ByteArrayInputStream(html.getBytes(UTF_8)));
  }
}
