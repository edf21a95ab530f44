package travel.saga.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import nu.validator.client.EmbeddedValidator;
import org.xml.sax.SAXException;

/** What the HTML standard asks of a page, by the checker of the W3C. */
final class HtmlValidity {
  private HtmlValidity() {}

  static void expect(String html, String what) {
    EmbeddedValidator validator = new EmbeddedValidator();
    validator.setOutputFormat(EmbeddedValidator.OutputFormat.GNU);
    try {
      String messages = validator.validate(new ByteArrayInputStream(html.getBytes(UTF_8)));
      assertThat(messages.lines().filter(line -> !line.contains(": info warning: ")))
          .as("validity of %s", what)
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException e) {
      throw new AssertionError("no HTML at all: " + what, e);
    }
  }
}
