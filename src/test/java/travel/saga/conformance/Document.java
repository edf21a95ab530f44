package travel.saga.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the documents that ends with the table. */
final class Document {
  private static final Path FILE = Path.of("docs", "conformance.md");
  private static final String MARK = "<!-- The run writes what follows. -->\n\n";

  private Document() {}

  static String table() {
    String text = text();
    return text.substring(endOfMark(text));
  }

  static void replaceTable(String table) {
    String text = text();
    try {
      Files.writeString(FILE, text.substring(0, endOfMark(text)) + table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int endOfMark(String text) {
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      throw new IllegalStateException(FILE + " has no line: " + MARK.strip());
    }
    return mark + MARK.length();
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
