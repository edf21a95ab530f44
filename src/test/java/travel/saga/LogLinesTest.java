package travel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every line of level WARN and above is in docs/log-lines.md, with what to do about it. */
class LogLinesTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path DOCUMENT = Path.of("docs", "log-lines.md");

  /** A call that writes such a line, up to what is behind its bracket. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:\\bLOG|\\blog|\\blogger|getLogger\\([^()]*\\))\\s*(?:\\.\\s*|::\\s*)"
              + "(?:(?:warn|error|fatal|warning|severe)[fv]?\\b"
              + "|logf?\\(\\s*(?:Logger\\.)?Level\\.(?:WARN|WARNING|ERROR|FATAL|SEVERE)\\b)");

  /** The text that it writes: pieces that are put together. */
  private static final Pattern TEXT =
      Pattern.compile("[^\";]*?(\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*)");

  private static final Pattern PIECE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (?:WARN|ERROR) \\|");

  @Test
  void everyLineIsInTheDocument() throws IOException {
    List<String> described = rows();

    assertThat(new TreeSet<>(described))
        .as("the lines of %s, against those in %s", DOCUMENT, SOURCES)
        .isEqualTo(new TreeSet<>(lines()));
    assertThat(described).as("described twice").doesNotHaveDuplicates();
  }

  @Test
  void readsALineWhereverItIsBroken() {
    assertThat(
            linesOf(
                "LOG.warnf(\n  e, \"the %s partner\"\n  + \" answers %d\", a, b);"
                    + "LOG.info(\"no\"); LOG.log(Level.ERROR, \"Run ''{0}'' fails\", id);"
                    + "Logger.getLogger(A.class).error(\"It ends\", x);"))
        .containsExactly("the … partner answers …", "Run '…' fails", "It ends");
  }

  private static List<String> rows() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group(1)).toList();
  }

  private static List<String> lines() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> linesOf(read(file)).stream())
          .toList();
    }
  }

  private static List<String> linesOf(String source) {
    return CALL.matcher(source)
        .results()
        .map(call -> text(source, call))
        .collect(Collectors.toList());
  }

  private static String text(String source, MatchResult call) {
    Matcher text = TEXT.matcher(source).region(call.end(), source.length());
    assertThat(text.lookingAt())
        .as("the text of a log line has to stand in the call itself: %s", call.group())
        .isTrue();
    String whole =
        PIECE
            .matcher(text.group(1))
            .results()
            .map(piece -> piece.group(1))
            .collect(Collectors.joining());
    return whole
        .replace("\\\"", "\"")
        .replaceAll("%[0-9$.]*[a-z]|\\{\\d[^}]*}", "…")
        .replace("''", "'");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
